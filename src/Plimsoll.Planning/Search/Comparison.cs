using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Planning.Search;

/// <summary>Which way of serving, and which backend, serves the most within the targets.</summary>
/// <param name="Chosen">The better way; null when none keeps the targets.</param>
/// <param name="Speedup">Its throughput over the other way's; null when there is no other.</param>
/// <param name="Backends">The best of each backend, best first.</param>
internal sealed record Comparison(ServingMode? Chosen, double? Speedup, IReadOnlyList<BackendComparison> Backends)
{
    /// <summary>Compares the best of each search.</summary>
    public static Comparison Of(
        PlanningProblem problem, IReadOnlyList<AggregatedSearch> aggregated, IReadOnlyList<DisaggregatedSearch> disaggregated)
    {
        var tokensPerRequest = 1000.0 * problem.Request.Osl / problem.Request.TotalGpus;
        var entries = new List<(int Backend, ServingMode Mode, double PerGpu, string Parallel)>();
        foreach (var search in aggregated)
        {
            if (search.Best is { } best)
            {
                entries.Add((search.Worker.Backend, ServingMode.Agg, best.TokensPerSPerGpu, search.Worker.Layout.ToString()));
            }
        }

        foreach (var search in disaggregated)
        {
            if (search.Best is { } best)
            {
                var parallel = $"{best.PrefillWorkers}×{best.Prefill.Worker.Layout}+{best.DecodeWorkers}×{best.Decode.Worker.Layout}";
                entries.Add((best.Decode.Worker.Backend, ServingMode.Disagg, tokensPerRequest * best.ClusterPerMs, parallel));
            }
        }

        var backends = problem.Backends
            .Select((option, index) => Backend(option, entries.Where(entry => entry.Backend == index).OrderByDescending(entry => entry.PerGpu).FirstOrDefault()))
            .OrderByDescending(entry => entry.TokensPerSPerGpu ?? -1);
        var agg = Best(entries, ServingMode.Agg);
        var disagg = Best(entries, ServingMode.Disagg);
        ServingMode? chosen = agg is null && disagg is null ? null : (disagg ?? -1) > (agg ?? -1) ? ServingMode.Disagg : ServingMode.Agg;
        var speedup = agg is { } a && disagg is { } d ? Math.Max(a, d) / Math.Min(a, d) : (double?)null;
        return new Comparison(chosen, speedup, [.. backends]);
    }

    private static double? Best(List<(int Backend, ServingMode Mode, double PerGpu, string Parallel)> entries, ServingMode mode) =>
        entries.Where(entry => entry.Mode == mode).Select(entry => (double?)entry.PerGpu).Max();

    private static BackendComparison Backend(BackendOption option, (int Backend, ServingMode Mode, double PerGpu, string? Parallel) best) => new()
    {
        Backend = option.Workers.Version.Backend.Name(),
        Version = option.Workers.Version.Version,
        Best = best.Parallel is null ? null : best.Mode,
        TokensPerSPerGpu = best.Parallel is null ? null : best.PerGpu,
        Parallel = best.Parallel,
    };
}
