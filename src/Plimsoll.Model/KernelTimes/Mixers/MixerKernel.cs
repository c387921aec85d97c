using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>
/// A kernel, or a whole block of kernels that the tables measured as one, in which the tokens of a sequence meet: its time depends on prompt
/// chunks or on decode rows and their lengths. Ordinary grouped-query attention is asked for by <see cref="AttentionKey"/> instead.
/// </summary>
/// <remarks>
/// A subtype states what fixes the kernel on one GPU, and its bounds. A source that does not know a subtype answers null, so a new family
/// needs no change of <see cref="IKernelTimeSource"/>.
/// </remarks>
/// <param name="Heads">Heads on this GPU.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Fmha">Arithmetic of prefill attention.</param>
public abstract record MixerKernel(int Heads, KvQuant Kv, FmhaQuant Fmha)
{
    /// <summary>What was measured, as the tables name it: <c>mla</c>, <c>dsa</c> …</summary>
    public abstract string Operation { get; }

    /// <summary>Whether the time of a prompt grows with the square of its length, so that its square root is interpolated.</summary>
    public abstract bool IsQuadratic { get; }

    /// <summary>Whether its bounds stand for it where nothing was measured: kernels that do little but move memory.</summary>
    public virtual bool FollowsItsBound => false;

    /// <summary>The kernel in words, for errors and explanations.</summary>
    public abstract string Words { get; }

    /// <summary>Lower bound for chunks of <paramref name="newTokens"/> over <paramref name="cachedTokens"/>, milliseconds.</summary>
    public abstract double PrefillBoundMs(GpuSystem system, double sequences, double newTokens, double cachedTokens);

    /// <summary>Lower bound for <paramref name="rows"/> decode rows of KV length <paramref name="length"/>, milliseconds.</summary>
    public abstract double DecodeBoundMs(GpuSystem system, double rows, double length);
}
