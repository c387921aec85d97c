namespace Plimsoll.Serving.Statistics;

/// <summary>Mean and percentiles of one quantity over a run; percentiles interpolate linearly between order statistics.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="StandardDeviation">Population standard deviation.</param>
public sealed record DistributionSummary(
    long Count, double Mean, double Minimum, double P50, double P90, double P95, double P99, double Maximum, double StandardDeviation);
