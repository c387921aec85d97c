namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads attention that is sparse by blocks (<c>sparse_attention_config</c>) or compressed (<c>compress_ratios</c>).</summary>
internal sealed class SparseFacts
{
    private readonly BlockSparseAttention? _blocks;
    private readonly IReadOnlyList<int>? _isSparse;
    private readonly CompressedAttention? _compressed;
    private readonly TokenIndexer? _indexer;
    private readonly IReadOnlyList<int>? _ratios;

    /// <summary>Reads the facts of a configuration.</summary>
    public SparseFacts(ConfigFields text)
    {
        if (text.Has("sparse_attention_config") && text.Object("sparse_attention_config") is { } sparse && sparse.Flag("use_sparse_attention") is not false)
        {
            _isSparse = sparse.Integers("sparse_attention_freq");
            _blocks = new BlockSparseAttention(
                text.Count(SizeLimit.Heads, fallback: null, "num_attention_heads"),
                text.Count(SizeLimit.Heads, fallback: null, "num_key_value_heads"),
                text.Count(SizeLimit.HeadDim, fallback: null, "head_dim"),
                sparse.Count(SizeLimit.Heads, fallback: null, "sparse_num_index_heads"),
                sparse.Count(SizeLimit.HeadDim, fallback: null, "sparse_index_dim"),
                sparse.Count(SizeLimit.Width, fallback: null, "sparse_topk_blocks"),
                sparse.Count(SizeLimit.HeadDim, fallback: null, "sparse_block_size"));
        }

        if (text.Has("compress_ratios"))
        {
            _ratios = text.Integers("compress_ratios");
            _indexer = new TokenIndexer(
                text.Count(SizeLimit.Heads, fallback: null, "index_n_heads"),
                text.Count(SizeLimit.HeadDim, fallback: null, "index_head_dim"),
                text.Count(SizeLimit.Positions, fallback: null, "index_topk"));
            _compressed = new CompressedAttention(
                text.Count(SizeLimit.Heads, fallback: null, "num_attention_heads"),
                text.Count(SizeLimit.HeadDim, fallback: null, "head_dim"),
                text.Count(SizeLimit.Width, fallback: null, "q_lora_rank"),
                text.Count(SizeLimit.Positions, fallback: null, "sliding_window"),
                0,
                text.Count(SizeLimit.Heads, fallback: null, "o_groups"),
                text.Count(SizeLimit.Width, fallback: null, "o_lora_rank"));
        }
    }

    /// <summary>The attention of a layer; null when it is neither.</summary>
    public AttentionBlock? Of(int layer)
    {
        if (_compressed is not null)
        {
            var ratio = layer < _ratios?.Count ? Math.Clamp(_ratios[layer], 0, SizeLimit.HeadDim) : 0;
            return _compressed with { Ratio = ratio, Indexer = ratio is > 0 and < FewTokens ? _indexer : null };
        }

        return _blocks is not null && (_isSparse is null || layer >= _isSparse.Count || _isSparse[layer] != 0) ? _blocks : null;
    }

    // Light compression leaves too many entries to read them all, so an indexer chooses (ratio 4); heavy compression (128) does not.
    private const int FewTokens = 32;
}
