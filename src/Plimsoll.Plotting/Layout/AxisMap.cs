using Plimsoll.Plotting.Figures;

namespace Plimsoll.Plotting.Layout;

/// <summary>Turns the values of an axis into places.</summary>
/// <param name="Scale">Linear or logarithmic.</param>
/// <param name="Minimum">Value at <paramref name="From"/>.</param>
/// <param name="Maximum">Value at <paramref name="To"/>.</param>
/// <param name="From">Place of the minimum.</param>
/// <param name="To">Place of the maximum.</param>
internal sealed record AxisMap(AxisScale Scale, double Minimum, double Maximum, double From, double To)
{
    private readonly double _low = Measure(Scale, Minimum);
    private readonly double _perUnit = (To - From) / (Measure(Scale, Maximum) - Measure(Scale, Minimum));

    /// <summary>The place of a value; beyond the ends when the value is.</summary>
    public double At(double value) => From + ((Measure(Scale, value) - _low) * _perUnit);

    private static double Measure(AxisScale scale, double value) => scale == AxisScale.Logarithmic ? Math.Log10(value) : value;
}
