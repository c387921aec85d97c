using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>
/// Multi-head latent attention (DeepSeek-V2 and V3, Kimi-K2): keys and values of all heads are projections of one cached latent vector per
/// token, beside a small rotary key that all heads share. With an indexer (DeepSeek-V3.2, GLM-5) each query attends to the tokens that the
/// indexer chose, and to no others.
/// </summary>
/// <param name="Heads">Query heads.</param>
/// <param name="QueryRank">Width of the latent vector that queries are projected from; 0 = queries are projected from the residual stream.</param>
/// <param name="KvRank">Width of the cached latent vector.</param>
/// <param name="NopeDim">Width of the part of a head's key without rotary positions.</param>
/// <param name="RopeDim">Width of the shared rotary key.</param>
/// <param name="ValueDim">Width of a head's value.</param>
/// <param name="Indexer">What chooses the tokens to attend to; null = all.</param>
public sealed record LatentAttention(
    int Heads, int QueryRank, int KvRank, int NopeDim, int RopeDim, int ValueDim, TokenIndexer? Indexer = null) : AttentionBlock
{
    /// <summary>Whether the output of every head is gated before the output projection (Kimi-K3).</summary>
    public bool Gated { get; init; }

    /// <inheritdoc />
    public override string Kind => "latent";

    /// <inheritdoc />
    public override IReadOnlyList<BlockFact> Facts =>
    [
        new("heads", Heads), new("queryRank", QueryRank), new("kvRank", KvRank), new("nopeDim", NopeDim), new("ropeDim", RopeDim),
        new("valueDim", ValueDim), new("outputGate", Gated ? 1 : 0), .. Indexer?.Facts ?? [],
    ];

    /// <summary>Width of a query or key of one head.</summary>
    public int KeyDim => NopeDim + RopeDim;

    /// <summary>Cached values of one token.</summary>
    public int CacheWidth => KvRank + RopeDim;

    /// <summary>Output width of the projections from the residual stream that every GPU computes whole.</summary>
    public int DownWidth => QueryRank + CacheWidth;

    /// <inheritdoc />
    public override BlockWeights Weights(int hidden, int tp)
    {
        var heads = (double)Heads / tp;
        var queries = QueryRank > 0 ? QueryRank * heads * KeyDim : hidden * heads * KeyDim;
        var values = heads * ValueDim * hidden * (Gated ? 2 : 1);
        var matrices = ((double)hidden * DownWidth) + queries + (KvRank * heads * (NopeDim + ValueDim)) + values;
        return new BlockWeights(matrices + (Indexer?.Weights(hidden, QueryRank) ?? 0), QueryRank + KvRank);
    }

    /// <inheritdoc />
    /// <remarks>The latent vector of a token serves all heads, so every GPU keeps the whole of it. Sparse kernels keep the rotary key in bf16.</remarks>
    public override double CacheBytesPerToken(KvQuant kv, int tp) => Indexer is null
        ? CacheWidth * kv.BytesPerValue()
        : (KvRank * kv.BytesPerValue()) + (RopeDim * 2.0) + Indexer.CacheBytesPerToken;

    /// <inheritdoc />
    public override string? Refusal(int tp) => HeadRefusal(Heads, tp);
}
