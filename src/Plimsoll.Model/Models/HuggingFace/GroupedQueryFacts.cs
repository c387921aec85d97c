namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads grouped-query attention, whose heads may differ between layers that attend to all tokens and layers with a window.</summary>
internal sealed class GroupedQueryFacts
{
    private readonly GroupedQueryAttention _common;
    private readonly GroupedQueryAttention? _global;
    private readonly GroupedQueryAttention? _windowed;
    private readonly IReadOnlyList<int>? _isWindowed;

    /// <summary>Reads the facts of a configuration.</summary>
    public GroupedQueryFacts(ConfigFields text, Architecture architecture, int hidden)
    {
        _common = Common(text, architecture, hidden);

        // Gemma 4: layers that attend to all tokens have wider and fewer heads.
        if (text.Whole(SizeLimit.HeadDim, "global_head_dim") is { } globalDim and > 0)
        {
            _global = _common with
            {
                HeadDim = globalDim,
                KvHeads = text.Whole(SizeLimit.Heads, "num_global_key_value_heads") is { } heads and > 0 ? heads : _common.KvHeads,
                KeysAreValues = text.Flag("attention_k_eq_v") is true,
            };
        }

        // MiMo-V2: layers with a window have heads of their own.
        _isWindowed = text.Has("hybrid_layer_pattern") ? text.Integers("hybrid_layer_pattern") : null;
        if (_isWindowed is not null)
        {
            _windowed = new GroupedQueryAttention(
                text.Count(SizeLimit.Heads, _common.Heads, "swa_num_attention_heads"),
                text.Count(SizeLimit.Heads, _common.KvHeads, "swa_num_key_value_heads"),
                text.Count(SizeLimit.HeadDim, _common.HeadDim, "swa_head_dim"),
                _common.QkNorm)
            {
                ValueDim = Narrower(text.Whole(SizeLimit.HeadDim, "swa_v_head_dim"), text.Count(SizeLimit.HeadDim, _common.HeadDim, "swa_head_dim")),
            };
        }
    }

    /// <summary>The attention of a layer, without its window.</summary>
    public GroupedQueryAttention Of(int layer, string? kind) =>
        kind is "full_attention" && _global is not null ? _global
        : _windowed is not null && layer < _isWindowed!.Count && _isWindowed[layer] == 1 ? _windowed
        : _common;

    private static GroupedQueryAttention Common(ConfigFields text, Architecture architecture, int hidden)
    {
        var defaults = architecture.Defaults;
        var heads = text.Count(SizeLimit.Heads, defaults.Heads, "num_attention_heads", "n_head", "num_heads");
        var kvHeads = text.Whole(SizeLimit.Heads, "num_key_value_heads", "num_kv_heads") ?? defaults.KvHeads;
        if (kvHeads is null or 0)
        {
            kvHeads = text.Flag("multi_query") ?? architecture.MultiQueryByDefault ? 1 : heads;
        }

        var dim = text.Whole(SizeLimit.HeadDim, "head_dim", "attention_head_dim") ?? defaults.HeadDim;
        if (dim is null or 0)
        {
            if (hidden % heads != 0 && !text.WasRefused("hidden_size"))
            {
                text.Refuse("num_attention_heads", $"{heads} heads do not divide the width {hidden}, and head_dim is not stated");
            }

            dim = Math.Max(1, hidden / heads);
        }

        var qkNorm = architecture.QkNorm || (text.Flag("use_qk_norm") ?? text.Flag("qk_layernorm") ?? false);
        return new GroupedQueryAttention(heads, kvHeads.Value, dim.Value, qkNorm)
        {
            ValueDim = Narrower(text.Whole(SizeLimit.HeadDim, "v_head_dim"), dim.Value),
            Gate = (text.Flag("attn_output_gate") ?? text.Flag("attention_output_gate")) is true ? OutputGate.PerValue : architecture.AttentionGate,
        };
    }

    private static int Narrower(int? stated, int headDim) => stated is { } width && width != headDim ? width : 0;
}
