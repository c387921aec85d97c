namespace Plimsoll.Planning.Reports;

/// <summary>One simulated load of a configuration.</summary>
/// <param name="Load">Load of the cluster, in the unit of <see cref="HighestLoad.Unit"/>.</param>
/// <param name="TtftMeanMs">Mean time to first token, ms.</param>
/// <param name="TtftP99Ms">Its 99th percentile, ms.</param>
/// <param name="TpotMeanMs">Mean time per output token, ms; null when answers are one token.</param>
/// <param name="TpotP99Ms">Its 99th percentile over requests, ms.</param>
/// <param name="TokensPerSPerGpu">Answer tokens per second per GPU of the cluster.</param>
/// <param name="MeetsTargets">Whether every target holds.</param>
public sealed record LoadPoint(
    double Load, double TtftMeanMs, double TtftP99Ms, double? TpotMeanMs, double? TpotP99Ms, double TokensPerSPerGpu, bool MeetsTargets);
