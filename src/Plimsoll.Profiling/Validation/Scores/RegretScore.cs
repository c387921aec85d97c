namespace Plimsoll.Profiling.Validation.Scores;

/// <summary>What picking by prediction costs, in percent of the best throughput; null without workloads.</summary>
/// <param name="Mean">Mean over all choices.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="Workloads">Workloads with a choice.</param>
/// <param name="Choices">Pairs of a workload and a bound on TPOT.</param>
/// <param name="Missed">Choices whose measured TPOT misses the bound.</param>
public sealed record RegretScore(double? Mean, double? P90, int Workloads, int Choices, int Missed);
