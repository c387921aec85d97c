using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>Normal, rounded to whole tokens; draws below 1 are repeated.</summary>
/// <param name="Mean">Mean before truncation, at least 1.</param>
/// <param name="StandardDeviation">Standard deviation before truncation, at least 0.</param>
public sealed record NormalLength(double Mean, double StandardDeviation) : LengthDistribution
{
    /// <inheritdoc/>
    public override int Shortest => 1;

    /// <inheritdoc/>
    public override int? Longest => null;

    /// <inheritdoc/>
    public override double Mean { get; } = Mean;

    /// <summary>The text that is parsed back: <c>normal:1000,200</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"normal:{Mean},{StandardDeviation}");

    internal override int Draw(ref RandomSequence random)
    {
        double length;
        do
        {
            length = Math.Round(Mean + (StandardDeviation * random.Normal()));
        }
        while (length < 1);

        return (int)Math.Min(length, int.MaxValue);
    }
}
