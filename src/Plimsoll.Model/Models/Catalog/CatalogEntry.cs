using System.Text.Json;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.Catalog;

/// <summary>
/// One line of the catalogue. Either a whole model, or an <c>id</c> that is <c>like</c> another one with some facts of its own.
/// The lines are part of the program: a line that does not read is a bug, found by the tests that read them all.
/// </summary>
internal sealed class CatalogEntry
{
    private const string Source = "models.jsonl";

    private readonly List<ValidationError> _errors = [];
    private readonly ConfigFields _fields;

    /// <summary>Opens a line.</summary>
    public CatalogEntry(ReadOnlyMemory<byte> line)
    {
        _fields = new ConfigFields(JsonDocument.Parse(line).RootElement, "", Source, _errors);
        Id = _fields.Text("id") ?? throw new InvalidDataException("A line of the catalogue has no id.");
        Like = _fields.Text("like");
    }

    /// <summary>The Hugging Face id.</summary>
    public string Id { get; }

    /// <summary>The id of the model that this one is like, or null for a whole model.</summary>
    public string? Like { get; }

    /// <summary>The whole model.</summary>
    public ModelSpec Read() => Checked(new ModelSpec
    {
        Id = Id,
        Architecture = _fields.Text("architecture") ?? "",
        LayerGroups = (_fields.Objects("layers") ?? []).Select(Layers).ToList(),
        HiddenSize = _fields.Count(SizeLimit.Width, fallback: null, "hidden"),
        VocabularySize = _fields.Count(SizeLimit.Vocabulary, fallback: null, "vocabulary"),
        MaxPositions = _fields.Count(SizeLimit.Positions, fallback: null, "positions"),
        TiedEmbeddings = _fields.Flag("tied") ?? false,
        LearnedPositions = _fields.Whole(SizeLimit.Positions, "learnedPositions") ?? 0,
        ResidualStreams = _fields.Whole(SizeLimit.Layers, "streams") ?? 0,
        UnpricedWeightBytes = _fields.Number("unpricedWeightBytes") ?? 0,
        Quantization = Quantization(),
        Unsupported = _fields.Texts("unsupported") ?? [],
        Approximations = _fields.Texts("approximations") ?? [],
    });

    /// <summary>The model that this one is like, with this one's id and the facts that differ.</summary>
    public ModelSpec Derive(ModelSpec original) => Checked(original with
    {
        Id = Id,
        VocabularySize = _fields.Whole(SizeLimit.Vocabulary, "vocabulary") ?? original.VocabularySize,
        MaxPositions = _fields.Whole(SizeLimit.Positions, "positions") ?? original.MaxPositions,
        TiedEmbeddings = _fields.Flag("tied") ?? original.TiedEmbeddings,
        Quantization = _fields.Has("quantization") ? Quantization() : original.Quantization,
    });

    private ModelSpec Checked(ModelSpec model) => _errors.Count == 0 ? model : throw new InvalidDataException(string.Join("; ", _errors));

    private static LayerGroup Layers(ConfigFields layer) =>
        new(layer.Count(SizeLimit.Layers, fallback: null, "count"), Attention(layer), FeedForward(layer));

    private static AttentionBlock? Attention(ConfigFields layer) =>
        layer.Text("unpriced") is { } kind ? new UnpricedAttention(kind)
        : layer.Text("attention") is { } name ? Block(layer, name)
        : layer.Has("heads") ? Block(layer, "grouped")
        : null;

    private static AttentionBlock? Block(ConfigFields layer, string kind)
    {
        var block = AttentionBlocks.Of(kind, fact => Fact(layer, fact));
        if (block is null)
        {
            layer.Refuse("attention", $"'{kind}' is no kind of block");
        }

        return block;
    }

    private static int Fact(ConfigFields layer, string key) => layer.KindOf(key) is JsonValueKind.True or JsonValueKind.False
        ? layer.Flag(key) is true ? 1 : 0
        : layer.Whole(SizeLimit.Positions, key) ?? 0;

    private static FeedForwardBlock? FeedForward(ConfigFields layer)
    {
        var isGated = layer.Flag("gated") ?? true;
        return layer.Has("experts")
            ? new MixtureOfExperts(
                layer.Count(SizeLimit.Experts, fallback: null, "experts"),
                layer.Count(SizeLimit.Experts, fallback: null, "topK"),
                layer.Count(SizeLimit.Width, fallback: null, "expertWidth"),
                layer.Whole(SizeLimit.Width, "sharedWidth") ?? 0,
                isGated,
                layer.Whole(SizeLimit.Width, "latentWidth") ?? 0)
            : layer.Has("width") ? new DenseFeedForward(layer.Count(SizeLimit.Width, fallback: null, "width"), isGated)
            : null;
    }

    private QuantizationPlan Quantization()
    {
        if (_fields.Object("quantization") is not { } stated)
        {
            return new QuantizationPlan();
        }

        return new QuantizationPlan
        {
            Gemm = Gemm(stated, "gemm") ?? GemmQuant.Bf16,
            AttentionGemm = Gemm(stated, "attention"),
            SharedExpertGemm = Gemm(stated, "shared"),
            OutputGemm = Gemm(stated, "output") ?? GemmQuant.Bf16,
            Moe = stated.Text("moe") is not { } moe ? MoeQuant.Bf16
                : QuantizationNames.TryParseMoe(moe, out var moeQuant) ? moeQuant
                : Unknown(stated, "moe", MoeQuant.Bf16),
            KvCache = stated.Text("kv") is not { } kv ? KvQuant.Bf16
                : QuantizationNames.TryParseKv(kv, out var kvQuant) ? kvQuant
                : Unknown(stated, "kv", KvQuant.Bf16),
        };
    }

    private static GemmQuant? Gemm(ConfigFields stated, string key) =>
        stated.Text(key) is not { } name ? null
        : QuantizationNames.TryParseGemm(name, out var quant) ? quant
        : Unknown(stated, key, GemmQuant.Bf16);

    private static T Unknown<T>(ConfigFields stated, string key, T fallback)
    {
        stated.Refuse(key, "is not a known mode");
        return fallback;
    }
}
