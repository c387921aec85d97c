namespace Plimsoll.Planning.Reports;

/// <summary>Mean and percentiles of one latency over a simulated run, ms.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
public sealed record LatencyFigures(double Mean, double P50, double P90, double P95, double P99);
