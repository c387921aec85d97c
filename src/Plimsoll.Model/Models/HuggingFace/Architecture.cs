namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>What the class of a model implies beyond its configuration: shape of the feed-forward part, and class defaults.</summary>
/// <param name="Name">The architecture class, e.g. <c>Qwen3ForCausalLM</c>.</param>
/// <param name="ModelType">The <c>model_type</c> by which a configuration without <c>architectures</c> is recognised.</param>
internal sealed record Architecture(string Name, string ModelType)
{
    /// <summary>Whether feed-forward parts have a gate projection.</summary>
    public bool Gated { get; init; } = true;

    /// <summary>Whether queries and keys are always normalised; otherwise <c>use_qk_norm</c> or <c>qk_layernorm</c> decides.</summary>
    public bool QkNorm { get; init; }

    /// <summary>Whether the vocabulary projection shares the embedding unless the configuration says otherwise.</summary>
    public bool TiedByDefault { get; init; }

    /// <summary>Which layers a sliding window applies to.</summary>
    public WindowRule Windows { get; init; } = WindowRule.EveryLayer;

    /// <summary>The n of <see cref="WindowRule.AllButEveryNth"/> unless the configuration states it.</summary>
    public int GlobalLayerInterval { get; init; }

    /// <summary>Whether an absent feed-forward width means four times the residual width (GPT-2).</summary>
    public bool WidthIsFourTimesHidden { get; init; }

    /// <summary>Whether positions are learned, and how many rows the table has beyond the positions (OPT: 2); null = rotary or none.</summary>
    public int? LearnedPositionOffset { get; init; }

    /// <summary>Whether one always-on expert as wide as <c>intermediate_size</c> stands beside the routed ones (Llama 4, Gemma 4).</summary>
    public bool SharedExpertOfFullWidth { get; init; }

    /// <summary>Whether training evens out the load of experts by a bias on the router's scores.</summary>
    public bool BalancedRouter { get; init; }

    /// <summary>Whether all query heads share one key/value head unless <c>multi_query</c> says otherwise (StarCoder).</summary>
    public bool MultiQueryByDefault { get; init; }

    /// <summary>Class defaults of values that published configurations leave out (Gemma 3).</summary>
    public ClassDefaults Defaults { get; init; } = new();

    /// <summary>The gate of attention that no configuration key reveals (Step-3.5).</summary>
    public OutputGate AttentionGate { get; init; }

    /// <summary>An attention that no configuration key reveals and that is not priced, or null.</summary>
    public string? UnpricedAttention { get; init; }

    /// <summary>Why the class as a whole is not served on its own (a draft model), or null.</summary>
    public string? Unsupported { get; init; }
}
