using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering;

/// <summary>The figures of a configuration that readers see first: the simulation's where there is one, else the steady state's.</summary>
/// <param name="TokensPerSPerGpu">What the configuration is ranked by.</param>
/// <param name="RequestsPerS">Requests per second of the cluster.</param>
/// <param name="TtftMs">Mean time to first token.</param>
/// <param name="TpotMs">Mean time per output token; null when the answer is one token.</param>
/// <param name="RequestLatencyMs">Mean latency of a request.</param>
internal readonly record struct Shown(double TokensPerSPerGpu, double RequestsPerS, double TtftMs, double? TpotMs, double RequestLatencyMs)
{
    /// <summary>The figures of a row.</summary>
    public static Shown Of(PlannedConfiguration row) => row.Verified is { } run
        ? new Shown(run.RankedBy, run.RequestsPerSCluster, run.TtftMs.Mean, run.TpotMs?.Mean, run.RequestLatencyMs.Mean)
        : new Shown(row.TokensPerSPerGpu, row.RequestsPerSCluster, row.TtftMs, row.TokensPerSPerUser is null ? null : row.TpotMs, row.RequestLatencyMs);

    /// <summary>Tokens per second that one user sees; null when the answer is one token.</summary>
    public double? TokensPerSPerUser => 1000 / TpotMs;
}
