using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>Log-normal, rounded to whole tokens and at least 1.</summary>
/// <remarks>With σ² = ln(1 + cv²) the logarithm is normal with mean ln(mean) − σ²/2 and deviation σ; the median is mean / √(1 + cv²).</remarks>
/// <param name="Mean">Mean of the lengths (not of their logarithms), at least 1.</param>
/// <param name="VariationCoefficient">Standard deviation of the lengths over their mean, at least 0.</param>
public sealed record LogNormalLength(double Mean, double VariationCoefficient) : LengthDistribution
{
    private readonly double _variance = Math.Log(1 + (VariationCoefficient * VariationCoefficient));

    /// <inheritdoc/>
    public override int Shortest => 1;

    /// <inheritdoc/>
    public override int? Longest => null;

    /// <inheritdoc/>
    public override double Mean { get; } = Mean;

    /// <summary>The text that is parsed back: <c>lognormal:1000,0.8</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"lognormal:{Mean},{VariationCoefficient}");

    internal override int Draw(ref RandomSequence random)
    {
        var length = Mean * Math.Exp((Math.Sqrt(_variance) * random.Normal()) - (_variance / 2));
        return (int)Math.Clamp(Math.Round(length), 1, int.MaxValue);
    }
}
