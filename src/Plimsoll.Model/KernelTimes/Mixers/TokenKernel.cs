using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>A kernel of some family whose time depends on a number of tokens alone and that is no dense projection.</summary>
public abstract record TokenKernel
{
    /// <summary>The kernel in words, for errors and explanations.</summary>
    public abstract string Words { get; }

    /// <summary>Lower bound for <paramref name="tokens"/> tokens, milliseconds.</summary>
    public abstract double BoundMs(GpuSystem system, double tokens);
}
