using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Planning.Search;

/// <summary>Which way of serving, and which backend, serves the most within the targets.</summary>
/// <param name="Chosen">The better way; null when none keeps the targets.</param>
/// <param name="Speedup">Its throughput over the other way's; null when there is no other.</param>
/// <param name="Backends">The best of each backend, best first.</param>
internal sealed record Comparison(ServingMode? Chosen, double? Speedup, IReadOnlyList<BackendComparison> Backends)
{
    /// <summary>Compares the kept configurations of both ways, each best first.</summary>
    public static Comparison Of(PlanningProblem problem, ModeOutcome? aggregated, ModeOutcome? disaggregated)
    {
        IReadOnlyList<PlannedConfiguration> kept = [.. aggregated?.Kept ?? [], .. disaggregated?.Kept ?? []];
        var backends = problem.Backends
            .Select(option => Backend(option, kept.Where(row => row.Backend == option.Workers.Version.Backend.Name()).MaxBy(row => row.RankedBy)))
            .OrderByDescending(entry => entry.TokensPerSPerGpu ?? -1);
        var agg = aggregated is { Kept: [var a, ..] } ? a.RankedBy : (double?)null;
        var disagg = disaggregated is { Kept: [var d, ..] } ? d.RankedBy : (double?)null;
        ServingMode? chosen = agg is null && disagg is null ? null : (disagg ?? -1) > (agg ?? -1) ? ServingMode.Disagg : ServingMode.Agg;
        var speedup = agg is { } one && disagg is { } other ? Math.Max(one, other) / Math.Min(one, other) : (double?)null;
        return new Comparison(chosen, speedup, [.. backends]);
    }

    private static BackendComparison Backend(BackendOption option, PlannedConfiguration? best) => new()
    {
        Backend = option.Workers.Version.Backend.Name(),
        Version = option.Workers.Version.Version,
        Best = best?.Mode,
        TokensPerSPerGpu = best?.RankedBy,
        Parallel = best?.Parallel,
    };
}
