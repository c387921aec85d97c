namespace Plimsoll.Plotting.Ticks;

/// <summary>The marked values of an axis, ascending, with their texts.</summary>
/// <param name="Values">Round values.</param>
/// <param name="Labels">Their texts, in the same order.</param>
internal sealed record TickSet(double[] Values, string[] Labels)
{
    /// <summary>The first value.</summary>
    public double First => Values[0];

    /// <summary>The last value.</summary>
    public double Last => Values[^1];
}
