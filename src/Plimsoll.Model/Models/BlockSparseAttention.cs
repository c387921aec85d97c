using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>Grouped-query attention in which each query reads only some blocks of the cache, chosen by a small index attention (MiniMax-M3).</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key/value heads.</param>
/// <param name="HeadDim">Width of one head.</param>
/// <param name="IndexHeads">Heads that score blocks.</param>
/// <param name="IndexDim">Width of a scoring head.</param>
/// <param name="Blocks">Blocks read per query.</param>
/// <param name="BlockTokens">Tokens of one block.</param>
public sealed record BlockSparseAttention(int Heads, int KvHeads, int HeadDim, int IndexHeads, int IndexDim, int Blocks, int BlockTokens)
    : AttentionBlock
{
    /// <inheritdoc />
    public override string Kind => "blockSparse";

    /// <inheritdoc />
    public override IReadOnlyList<BlockFact> Facts =>
    [
        new("heads", Heads), new("kvHeads", KvHeads), new("headDim", HeadDim), new("indexHeads", IndexHeads), new("indexDim", IndexDim),
        new("blocks", Blocks), new("blockTokens", BlockTokens),
    ];

    /// <summary>Tokens that a query reads at most.</summary>
    public int AttendedTokens => Blocks * BlockTokens;

    /// <summary>Key/value heads on one of <paramref name="tp"/> GPUs.</summary>
    public int LocalKvHeads(int tp) => (KvHeads + tp - 1) / tp;

    /// <summary>Index heads on one of <paramref name="tp"/> GPUs: each belongs to a key/value head.</summary>
    public int LocalIndexHeads(int tp) => (IndexHeads + tp - 1) / tp;

    /// <inheritdoc />
    public override BlockWeights Weights(int hidden, int tp) => new(
        hidden * ((double)HeadDim * ((2 * Heads / tp) + (2 * LocalKvHeads(tp))) + (IndexDim * (LocalIndexHeads(tp) + 1.0))), 2.0 * HeadDim);

    /// <inheritdoc />
    public override double CacheBytesPerToken(KvQuant kv, int tp) =>
        kv.BytesPerValue() * ((2.0 * LocalKvHeads(tp) * HeadDim) + IndexDim);

    /// <inheritdoc />
    public override string? Refusal(int tp) => HeadRefusal(Heads, tp)
        ?? (KvHeads % tp != 0 && tp % KvHeads != 0 ? $"{KvHeads} KV heads neither divide by tp {tp} nor are a divisor of it" : null);
}
