using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>What must be known of a model to price and size it: facts of its <c>config.json</c>, nothing measured.</summary>
public sealed record ModelSpec
{
    /// <summary>The name under which the user asked for it, e.g. <c>Qwen/Qwen3-32B-FP8</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The architecture class of the configuration, e.g. <c>Qwen3ForCausalLM</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>The layers, equal ones grouped, in order of first appearance.</summary>
    public required IReadOnlyList<LayerGroup> LayerGroups { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Rows of the embedding and of the vocabulary projection.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Longest sequence that the model was made for, in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Whether the vocabulary projection shares the embedding's weights.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Rows of a learned position embedding (GPT-2); 0 for rotary models.</summary>
    public int LearnedPositions { get; init; }

    /// <summary>Residual streams that hyper-connections mix before and after every half layer (DeepSeek-V4); 0 = one plain stream.</summary>
    public int ResidualStreams { get; init; }

    /// <summary>Weights in bytes that are loaded but not priced per step (a vision tower), over all GPUs.</summary>
    public double UnpricedWeightBytes { get; init; }

    /// <summary>Number formats that the checkpoint declares.</summary>
    public QuantizationPlan Quantization { get; init; } = new();

    /// <summary>Features of the model that pricing does not cover yet; a model with any is refused with these words.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    /// <summary>Features that are priced by an approximation, each a sentence for the report.</summary>
    public IReadOnlyList<string> Approximations { get; init; } = [];

    /// <summary>All layers.</summary>
    public int Layers => LayerGroups.Sum(group => group.Count);

    /// <summary>Whether any layer routes tokens to experts.</summary>
    public bool IsMoe => LayerGroups.Any(group => group.FeedForward is MixtureOfExperts);
}
