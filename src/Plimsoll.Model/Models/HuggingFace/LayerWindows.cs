namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>The sliding or chunked attention window of every layer, in tokens; 0 = the layer attends to all tokens.</summary>
internal sealed class LayerWindows
{
    private readonly int _window;
    private readonly Func<int, bool> _isWindowed;

    /// <summary>Reads the window and the rule for which layers it applies to.</summary>
    public LayerWindows(ConfigFields text, Architecture architecture, LayerKinds kinds, int positions)
    {
        var window = text.Whole(SizeLimit.Positions, "sliding_window", "attention_chunk_size", "sliding_window_size") ?? 0;
        var isOff = architecture.Windows == WindowRule.FromMaxWindowLayer && text.Flag("use_sliding_window") is not true;
        _window = isOff || window >= positions ? 0 : window;
        var pattern = text.Has("hybrid_layer_pattern") ? text.Integers("hybrid_layer_pattern") : null;
        _isWindowed = pattern is not null ? layer => layer < pattern.Count && pattern[layer] == 1
            : kinds.TypeOf(0) is null ? RuleOf(text, architecture) : layer => IsWindowed(kinds.TypeOf(layer));
    }

    /// <summary>The window of a layer.</summary>
    public int Of(int layer) => _window > 0 && _isWindowed(layer) ? _window : 0;

    private static bool IsWindowed(string? kind) => kind is "sliding_attention" or "chunked_attention";

    private static Func<int, bool> RuleOf(ConfigFields text, Architecture architecture)
    {
        switch (architecture.Windows)
        {
            case WindowRule.EvenLayers:
                return layer => layer % 2 == 0;
            case WindowRule.FromMaxWindowLayer:
                var first = text.Whole(SizeLimit.Layers, "max_window_layers") ?? 0;
                return layer => layer >= first;
            case WindowRule.AllButEveryNth:
                var stated = text.Whole(SizeLimit.Layers, "sliding_window_pattern", "no_rope_layer_interval") ?? 0;
                var interval = stated > 0 ? stated : architecture.GlobalLayerInterval;
                return layer => (layer + 1) % interval != 0;
            default:
                return _ => true;
        }
    }
}
