using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>
/// DeepSeek-V4's attention: one key/value vector per token that all heads share, read within a window, and beyond it one entry for every
/// <paramref name="Ratio"/> tokens, of which an indexer chooses where the ratio is small. The output passes a low rank, group by group.
/// </summary>
/// <param name="Heads">Query heads.</param>
/// <param name="HeadDim">Width of a head and of a cached entry.</param>
/// <param name="QueryRank">Width of the latent vector of queries.</param>
/// <param name="Window">Tokens that are read uncompressed.</param>
/// <param name="Ratio">Tokens of one compressed entry; 0 = the layer reads its window only.</param>
/// <param name="OutputGroups">Groups of heads whose outputs are projected together.</param>
/// <param name="OutputRank">Width of a group's projected output.</param>
/// <param name="Indexer">What chooses compressed entries; null = all are read.</param>
public sealed record CompressedAttention(
    int Heads, int HeadDim, int QueryRank, int Window, int Ratio, int OutputGroups, int OutputRank, TokenIndexer? Indexer = null) : AttentionBlock
{
    // A compressor keeps two projections of the entries that it is forming, in fp32; an indexed layer two sets of them.
    private const double CompressorBytes = 4;

    /// <inheritdoc />
    public override string Kind => "compressed";

    /// <inheritdoc />
    public override IReadOnlyList<BlockFact> Facts =>
    [
        new("heads", Heads), new("headDim", HeadDim), new("queryRank", QueryRank), new("window", Window), new("ratio", Ratio),
        new("outputGroups", OutputGroups), new("outputRank", OutputRank), .. Indexer?.Facts ?? [],
    ];

    /// <inheritdoc />
    public override BlockWeights Weights(int hidden, int tp)
    {
        var heads = (double)Heads / tp;
        var groups = Math.Max(1, (double)OutputGroups / tp);
        var queries = (hidden * (double)QueryRank) + (QueryRank * heads * HeadDim);
        var compressor = Ratio > 0 ? 2.0 * hidden * HeadDim * (Indexer is null ? 1 : 2) : 0;
        var output = (heads * HeadDim * OutputRank) + (groups * OutputRank * hidden);
        return new BlockWeights(queries + ((double)hidden * HeadDim) + compressor + output + (Indexer?.Weights(hidden, QueryRank) ?? 0), QueryRank);
    }

    /// <inheritdoc />
    public override double CacheBytesPerToken(KvQuant kv, int tp) =>
        Ratio > 0 ? ((HeadDim * kv.BytesPerValue()) + (Indexer?.CacheBytesPerToken ?? 0)) / Ratio : 0;

    /// <inheritdoc />
    public override double StateBytes(int tp) =>
        (Window * (double)HeadDim) + (CompressorBytes * 2 * Ratio * HeadDim * (Indexer is null ? 1 : 2));

    /// <inheritdoc />
    public override string? Refusal(int tp) => HeadRefusal(Heads, tp);
}
