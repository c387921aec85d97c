using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>Multi-head, grouped-query or multi-query attention.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key/value heads (equal to <paramref name="Heads"/> for plain multi-head attention).</param>
/// <param name="HeadDim">Width of one head.</param>
/// <param name="QkNorm">Whether queries and keys are normalised per head (Qwen3).</param>
/// <param name="Window">Sliding window in tokens; 0 = all tokens.</param>
public sealed record GroupedQueryAttention(int Heads, int KvHeads, int HeadDim, bool QkNorm = false, int Window = 0)
    : AttentionBlock
{
    /// <summary>Width of a value where it differs from <see cref="HeadDim"/> (MiMo-V2); 0 = the same.</summary>
    public int ValueDim { get; init; }

    /// <summary>What gates the output before its projection.</summary>
    public OutputGate Gate { get; init; }

    /// <summary>Whether keys serve as values too, so that there is no value projection (Gemma 4's global layers). Both are cached.</summary>
    public bool KeysAreValues { get; init; }

    /// <inheritdoc />
    public override string Kind => "grouped";

    /// <inheritdoc />
    public override IReadOnlyList<BlockFact> Facts =>
    [
        new("heads", Heads), new("kvHeads", KvHeads), new("headDim", HeadDim), new("valueDim", ValueDim), new("qkNorm", QkNorm ? 1 : 0),
        new("outputGate", (int)Gate), new("keysAreValues", KeysAreValues ? 1 : 0), new("window", Window),
    ];

    /// <inheritdoc />
    public override int CacheWindow => Window;

    /// <summary>Width of a value.</summary>
    public int ValueWidth => ValueDim > 0 ? ValueDim : HeadDim;

    /// <summary>Key/value heads on one of <paramref name="tp"/> GPUs; they are copied where there are more GPUs than heads.</summary>
    public int LocalKvHeads(int tp) => (KvHeads + tp - 1) / tp;

    /// <summary>Output width of the joint query, key and value projection on one of <paramref name="tp"/> GPUs, gates included.</summary>
    public int InputWidth(int tp)
    {
        var heads = Heads / tp;
        var queries = heads * HeadDim * (Gate == OutputGate.PerValue ? 2 : 1);
        var keysAndValues = LocalKvHeads(tp) * (HeadDim + (KeysAreValues ? 0 : ValueWidth));
        return queries + keysAndValues + (Gate == OutputGate.PerHead ? heads : 0);
    }

    /// <inheritdoc />
    public override BlockWeights Weights(int hidden, int tp) => new(
        (double)hidden * (InputWidth(tp) + (Heads / tp * (double)ValueWidth)), QkNorm ? 2.0 * HeadDim : 0);

    /// <inheritdoc />
    public override double CacheBytesPerToken(KvQuant kv, int tp) =>
        (double)LocalKvHeads(tp) * (HeadDim + ValueWidth) * kv.BytesPerValue();

    /// <inheritdoc />
    public override string? Refusal(int tp) => HeadRefusal(Heads, tp)
        ?? (KvHeads % tp != 0 && tp % KvHeads != 0 ? $"{KvHeads} KV heads neither divide by tp {tp} nor are a divisor of it" : null);
}
