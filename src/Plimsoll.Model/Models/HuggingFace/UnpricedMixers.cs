namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Recognises layers that mix tokens by something else than full grouped-query attention, and names it with its sizes.</summary>
internal sealed class UnpricedMixers
{
    private readonly LayerKinds _kinds;
    private readonly string? _everyLayer;
    private readonly string? _sparse;
    private readonly IReadOnlyList<int>? _sparseLayers;
    private readonly string? _deltaLayer;
    private readonly HashSet<int>? _deltaLayers;
    private readonly string? _globalLayer;
    private readonly string? _stateSpace;

    /// <summary>Reads the keys that tell mixers apart.</summary>
    public UnpricedMixers(ConfigFields text, Architecture architecture, LayerKinds kinds)
    {
        _kinds = kinds;
        _everyLayer = Compressed(text) ?? Gated(text) ?? NarrowValues(text) ?? architecture.UnpricedAttention;
        _globalLayer = text.Flag("attention_k_eq_v") is true ? "attention that reuses keys as values (attention_k_eq_v)" : null;
        _stateSpace = $"Mamba-2 state-space layers (ssm_state_size {Size(text, "ssm_state_size")})";
        if (text.Object("sparse_attention_config") is { } sparse && sparse.Flag("use_sparse_attention") is not false)
        {
            _sparse = $"block-sparse attention (sparse_topk_blocks {Size(sparse, "sparse_topk_blocks")})";
            _sparseLayers = sparse.Integers("sparse_attention_freq");
        }

        if (text.Object("linear_attn_config") is { } delta)
        {
            _deltaLayer = $"delta attention (linear_attn_config, {Size(delta, "num_heads")} heads)";
            _deltaLayers = delta.Integers("kda_layers")?.ToHashSet();
        }
        else
        {
            _deltaLayer = $"gated delta-net layers (linear_num_value_heads {Size(text, "linear_num_value_heads")})";
        }
    }

    /// <summary>What the layer does instead of grouped-query attention; null when it is grouped-query attention.</summary>
    public string? Find(int layer)
    {
        var kind = _kinds.TypeOf(layer);
        if (kind is "mamba")
        {
            return _stateSpace;
        }

        // kda_layers counts from 1.
        if (kind is "linear_attention" || _deltaLayers?.Contains(layer + 1) is true)
        {
            return _deltaLayer;
        }

        if (_sparse is not null && (_sparseLayers is null || layer >= _sparseLayers.Count || _sparseLayers[layer] != 0))
        {
            return _sparse;
        }

        return _everyLayer
            ?? (kind is "full_attention" ? _globalLayer : null)
            ?? (kind is null or "full_attention" or "deepseek_sparse_attention" or "sliding_attention" or "chunked_attention" or "attention"
                ? null
                : $"layers of the kind '{kind}'");
    }

    private static string? Compressed(ConfigFields text) => text.Has("compress_ratios")
        ? $"compressed sparse attention (compress_ratios, index_topk {Size(text, "index_topk")})"
        : null;

    private static string? Gated(ConfigFields text) =>
        text.Flag("attn_output_gate") is true ? "output-gated attention (attn_output_gate)"
        : text.Flag("attention_output_gate") is true ? "output-gated attention (attention_output_gate)"
        : null;

    private static string? NarrowValues(ConfigFields text) =>
        !text.Has("kv_lora_rank")
        && text.Whole(SizeLimit.HeadDim, "v_head_dim") is { } values
        && text.Whole(SizeLimit.HeadDim, "head_dim") is { } keys && values != keys
            ? $"attention with values narrower than keys (head_dim {keys}, v_head_dim {values})"
            : null;

    private static string Size(ConfigFields text, string key) =>
        text.Whole(SizeLimit.Positions, key)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unstated";
}
