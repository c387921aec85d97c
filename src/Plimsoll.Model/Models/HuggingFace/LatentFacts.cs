namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads multi-head latent attention (<c>kv_lora_rank</c>), with its indexer where there is one (<c>index_topk</c>).</summary>
internal sealed class LatentFacts
{
    private readonly LatentAttention _common;
    private readonly IReadOnlyList<string>? _indexers;

    private LatentFacts(LatentAttention common, IReadOnlyList<string>? indexers) => (_common, _indexers) = (common, indexers);

    /// <summary>The facts of a configuration; null when its attention is not latent.</summary>
    public static LatentFacts? Read(ConfigFields text)
    {
        if (!text.Has("kv_lora_rank"))
        {
            return null;
        }

        var attention = new LatentAttention(
            text.Count(SizeLimit.Heads, fallback: null, "num_attention_heads"),
            text.Whole(SizeLimit.Width, "q_lora_rank") ?? 0,
            text.Count(SizeLimit.Width, fallback: null, "kv_lora_rank"),
            text.Count(SizeLimit.HeadDim, fallback: null, "qk_nope_head_dim"),
            text.Count(SizeLimit.HeadDim, fallback: null, "qk_rope_head_dim"),
            text.Count(SizeLimit.HeadDim, fallback: null, "v_head_dim"),
            text.Has("compress_ratios") ? null : Indexer(text))
        {
            Gated = text.Flag("mla_use_output_gate") is true,
        };
        return new LatentFacts(attention, text.Has("indexer_types") ? text.Texts("indexer_types") : null);
    }

    /// <summary>The attention of a layer.</summary>
    public LatentAttention Of(int layer) =>
        _common.Indexer is { } indexer && layer < _indexers?.Count && _indexers[layer] == "shared"
            ? _common with { Indexer = indexer with { Reuses = true } }
            : _common;

    private static TokenIndexer? Indexer(ConfigFields text) => !text.Has("index_topk") ? null : new TokenIndexer(
        text.Count(SizeLimit.Heads, fallback: null, "index_n_heads"),
        text.Count(SizeLimit.HeadDim, fallback: null, "index_head_dim"),
        text.Count(SizeLimit.Positions, fallback: null, "index_topk"));
}
