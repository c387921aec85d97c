using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>How many tokens prompts or answers have; one of <see cref="FixedLength"/>, <see cref="UniformLength"/>, <see cref="NormalLength"/>, <see cref="LogNormalLength"/>.</summary>
public abstract record LengthDistribution
{
    private protected LengthDistribution()
    {
    }

    /// <summary>The shortest length that can be drawn.</summary>
    public abstract int Shortest { get; }

    /// <summary>The longest length that can be drawn; null when there is no bound, so that draws beyond a limit must be repeated.</summary>
    public abstract int? Longest { get; }

    /// <summary>The nominal length: the mean before truncation.</summary>
    public abstract double Mean { get; }

    internal abstract int Draw(ref RandomSequence random);
}
