using Plimsoll.Serving.Statistics;

namespace Plimsoll.Planning.Targets;

/// <summary>A bound on one statistic of one latency.</summary>
/// <param name="Key">Its key in the request, e.g. <c>ttft_ms</c> or <c>ttft_p99_ms</c>.</param>
/// <param name="Of">The latency.</param>
/// <param name="Percentile">The percentile that is bounded: 50, 90, 95 or 99; null = the mean.</param>
/// <param name="BoundMs">The bound, ms.</param>
public sealed record ServiceLevel(string Key, LatencyKind Of, int? Percentile, double BoundMs)
{
    /// <summary>The statistic in a run; 0 where the run has none (answers of one token have no TPOT).</summary>
    public double Ms(SimulationSummary run)
    {
        var distribution = Of switch
        {
            LatencyKind.Ttft => run.Ttft,
            LatencyKind.Tpot => run.Tpot,
            _ => run.Latency,
        };
        return distribution is null ? 0 : Percentile switch
        {
            null => distribution.Mean,
            50 => distribution.P50,
            90 => distribution.P90,
            95 => distribution.P95,
            _ => distribution.P99,
        };
    }

    /// <summary>Relative excess over the bound; negative when it is kept.</summary>
    public double Excess(SimulationSummary run) => (Ms(run) / BoundMs) - 1;
}
