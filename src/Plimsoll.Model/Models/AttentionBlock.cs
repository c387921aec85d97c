using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>
/// The part of a layer that mixes tokens: attention, or a recurrence in its place. One subtype per kind, which states its shape, its weights
/// and what it keeps of a sequence; operators are built by pattern matching on it.
/// </summary>
public abstract record AttentionBlock
{
    /// <summary>The name of the kind in catalogue lines.</summary>
    public abstract string Kind { get; }

    /// <summary>The numbers that make up the shape, under the names of catalogue lines; what has its usual value (0) is left out there.</summary>
    public abstract IReadOnlyList<BlockFact> Facts { get; }

    /// <summary>Tokens after which the cache of a sequence stops growing; 0 = it grows with every token.</summary>
    public virtual int CacheWindow => 0;

    /// <summary>Weights of one layer on one of <paramref name="tp"/> GPUs.</summary>
    /// <param name="hidden">Width of the residual stream.</param>
    /// <param name="tp">Tensor-parallel width.</param>
    public abstract BlockWeights Weights(int hidden, int tp);

    /// <summary>Bytes that one layer caches of one token on one of <paramref name="tp"/> GPUs.</summary>
    public abstract double CacheBytesPerToken(KvQuant kv, int tp);

    /// <summary>Bytes that one layer keeps of a sequence whatever its length (a recurrent state), on one of <paramref name="tp"/> GPUs.</summary>
    public virtual double StateBytes(int tp) => 0;

    /// <summary>Why the block cannot be split over <paramref name="tp"/> GPUs, or null when it can.</summary>
    public virtual string? Refusal(int tp) => null;

    /// <summary>The usual refusal: heads that do not divide.</summary>
    protected static string? HeadRefusal(int heads, int tp) =>
        heads % tp == 0 ? null : $"{heads} attention heads do not divide by tp {tp}";
}
