using System.Text.Json;

namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>
/// How many layers there are and what each is made of. In most models a layer is a mixer (attention) and a feed-forward part,
/// and <c>layer_types</c> only tells mixers apart; in Nemotron-H a layer is one half only (<c>hybrid_override_pattern</c>
/// or <c>layers_block_type</c>).
/// </summary>
internal sealed class LayerKinds
{
    private readonly IReadOnlyList<string>? _types;
    private readonly bool _halves;

    private LayerKinds(int count, IReadOnlyList<string>? types, bool halves) => (Count, _types, _halves) = (count, types, halves);

    /// <summary>Number of layers.</summary>
    public int Count { get; }

    /// <summary>Reads the number and the kinds of layers.</summary>
    public static LayerKinds Read(ConfigFields text)
    {
        if (ReadHalves(text) is { } halves)
        {
            if (text.Whole(SizeLimit.Layers, "num_hidden_layers") is { } stated && stated != halves.Count)
            {
                text.Refuse("num_hidden_layers", $"says {stated} layers, but the block pattern has {halves.Count}");
            }

            return new LayerKinds(Math.Min(halves.Count, SizeLimit.Layers), halves, halves: true);
        }

        var count = text.Count(SizeLimit.Layers, fallback: null, "num_hidden_layers", "n_layer", "num_layers");
        var types = text.KindOf("layer_types") == JsonValueKind.Array ? text.Texts("layer_types") : null;
        if (types is not null && types.Count < count)
        {
            text.Refuse("layer_types", $"has {types.Count} entries for {count} layers");
            types = null;
        }

        return new LayerKinds(count, types, halves: false);
    }

    /// <summary>The name of the layer's kind, e.g. <c>sliding_attention</c> or <c>mamba</c>; null when the configuration has none.</summary>
    public string? TypeOf(int layer) => layer < _types?.Count ? _types[layer] : null;

    /// <summary>Whether the layer mixes tokens (attention or another mixer).</summary>
    public bool HasMixer(int layer) => !_halves || _types![layer] is "attention" or "mamba";

    /// <summary>Whether the layer has a feed-forward part.</summary>
    public bool HasFeedForward(int layer) => !_halves || _types![layer] is "moe" or "mlp";

    /// <summary>Whether the kind itself says that the layer's feed-forward part is dense.</summary>
    public bool IsDense(int layer) => _halves && _types![layer] is "mlp";

    private static List<string>? ReadHalves(ConfigFields text)
    {
        if (text.Texts("layers_block_type") is { } names)
        {
            return Checked(text, "layers_block_type", names);
        }

        return text.Text("hybrid_override_pattern") is { } pattern
            ? Checked(text, "hybrid_override_pattern", pattern.Select(HalfName))
            : null;
    }

    private static string HalfName(char half) => half switch
    {
        'M' => "mamba",
        '*' => "attention",
        'E' => "moe",
        '-' => "mlp",
        _ => half.ToString(),
    };

    private static List<string> Checked(ConfigFields text, string key, IEnumerable<string> halves)
    {
        var known = new List<string>();
        foreach (var half in halves)
        {
            if (half is "mamba" or "attention" or "moe" or "mlp")
            {
                known.Add(half);
            }
            else
            {
                text.Refuse(key, $"names an unknown kind of block '{half}'", "known: mamba (M), attention (*), moe (E), mlp (-)");
                break;
            }
        }

        if (known.Count == 0)
        {
            text.Refuse(key, "names no blocks");
        }

        return known;
    }
}
