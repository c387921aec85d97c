namespace Plimsoll.Serving.Policies;

/// <summary>
/// SGLang's estimate of how much of their outstanding answers running sequences will really write: admission reserves that share of their
/// remaining tokens. It starts at <see cref="Initial"/>·<see cref="Conservativeness"/>, falls linearly with every decode step to
/// <see cref="MinimumShare"/> of that, and is set anew when memory runs out and sequences are retracted.
/// </summary>
/// <remarks>Defaults of SGLang's environment (<c>SGLANG_INIT_NEW_TOKEN_RATIO</c> and its neighbours).</remarks>
public sealed record NewTokenRatio
{
    /// <summary>Share at the start, before <see cref="Conservativeness"/>.</summary>
    public double Initial { get; init; } = 0.7;

    /// <summary>Factor on the share at the start (<c>--schedule-conservativeness</c>).</summary>
    public double Conservativeness { get; init; } = 1;

    /// <summary>The lowest share as a part of the one at the start.</summary>
    public double MinimumShare { get; init; } = 0.14;

    /// <summary>Decode steps until the lowest share is reached.</summary>
    public int DecaySteps { get; init; } = 600;

    /// <summary>Decode steps ahead of what the remaining sequences have written, in the share after a retraction.</summary>
    public int RetractDecodeSteps { get; init; } = 20;

    /// <summary>Most tokens of one answer that admission expects.</summary>
    public int ExpectedTokensBound { get; init; } = 4096;

    /// <summary>The share at the start.</summary>
    public double Start => Math.Min(1, Initial * Conservativeness);

    /// <summary>The lowest share.</summary>
    public double Minimum => Start * MinimumShare;

    /// <summary>What a decode step takes off.</summary>
    public double DecayPerStep => (Start - Minimum) / DecaySteps;
}
