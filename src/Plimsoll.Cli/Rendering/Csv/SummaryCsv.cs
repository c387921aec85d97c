using Plimsoll.Formats.Csv;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>The ranked configurations of both ways of serving as one table, under the names of the JSON report; without any, the nearest misses.</summary>
internal static class SummaryCsv
{
    private static readonly Column[] Columns =
    [
        new("mode", (row, _) => Words.Of(row.Mode)),
        new("rank", (row, _) => row.Rank is { } rank ? Figures.Whole(rank) : ""),
        new("backend", (row, _) => row.Backend),
        new("backend_version", (row, _) => row.BackendVersion),
        new("parallel", (row, _) => row.Parallel),
        new("gpus_per_replica", (row, _) => Figures.Whole(row.GpusPerReplica)),
        new("replicas", (row, _) => Figures.Whole(row.Replicas)),
        new("gpus_used", (row, _) => Figures.Whole(row.GpusUsed)),
        new("batch_size", (row, _) => Figures.Whole(row.BatchSize)),
        new("concurrency", (row, _) => Figures.Whole(row.Concurrency)),
        new("ttft_ms", (row, _) => Figures.Exact(row.TtftMs)),
        new("tpot_ms", (row, _) => Figures.Exact(row.TpotMs)),
        new("request_latency_ms", (row, _) => Figures.Exact(row.RequestLatencyMs)),
        new("tokens_per_s_per_gpu", (row, _) => Figures.Exact(row.TokensPerSPerGpu)),
        new("tokens_per_s_per_user", (row, _) => row.TokensPerSPerUser is { } rate ? Figures.Exact(rate) : ""),
        new("tokens_per_s_cluster", (row, _) => Figures.Exact(row.TokensPerSCluster)),
        new("requests_per_s_cluster", (row, _) => Figures.Exact(row.RequestsPerSCluster)),
        new("memory_gib", (row, _) => Figures.Exact(row.MemoryGib)),
        new("provenance", (row, _) => row.Provenance is { } provenance ? Words.Of(provenance) : ""),
        new("uncertainty", (row, _) => row.Uncertainty is { } share ? Figures.Exact(share) : ""),
        new("near_tie", (row, _) => row.NearTie ? "true" : "false"),
        new("verified_protocol", (row, _) => row.Verified?.Protocol ?? ""),
        .. Verified("ttft", run => run.TtftMs),
        .. Verified("tpot", run => run.TpotMs),
        .. Verified("request_latency", run => run.RequestLatencyMs),
        new("verified_tokens_per_s_per_gpu", (row, _) => row.Verified is { } run ? Figures.Exact(run.TokensPerSPerGpu) : ""),
        new("ttft_interval_low_ms", (row, _) => row.Verified?.TtftInterval is { } ttft ? Figures.Exact(ttft.Low) : ""),
        new("ttft_interval_high_ms", (row, _) => row.Verified?.TtftInterval is { } ttft ? Figures.Exact(ttft.High) : ""),
        new("tpot_interval_low_ms", (row, _) => row.Verified?.TpotInterval is { } tpot ? Figures.Exact(tpot.Low) : ""),
        new("tpot_interval_high_ms", (row, _) => row.Verified?.TpotInterval is { } tpot ? Figures.Exact(tpot.High) : ""),
        new("highest_load", (row, _) => row.Verified?.HighestLoad is { } highest ? Figures.Exact(highest.Load) : ""),
        .. Pool("prefill", row => row.Prefill),
        .. Pool("decode", row => row.Decode),
    ];

    /// <summary>Writes a heading and the rows.</summary>
    public static void Write(PlanReport report, TextWriter output)
    {
        var csv = new CsvWriter(output);
        csv.WriteRecord([.. Columns.Select(column => column.Heading), "worst_excess"]);
        foreach (var plan in (ReadOnlySpan<ModePlan?>)[report.Agg, report.Disagg])
        {
            foreach (var row in plan?.Ranked ?? [])
            {
                csv.WriteRecord([.. Columns.Select(column => column.Cell(row, report)), ""]);
            }

            foreach (var miss in plan?.NearestMisses ?? [])
            {
                csv.WriteRecord([.. Columns.Select(column => column.Cell(miss.Configuration, report)), Figures.Exact(miss.WorstExcess)]);
            }
        }
    }

    private static Column[] Verified(string name, Func<VerifiedRun, LatencyFigures?> figures) =>
    [
        Statistic($"verified_{name}_mean_ms", figures, all => all.Mean),
        Statistic($"verified_{name}_p50_ms", figures, all => all.P50),
        Statistic($"verified_{name}_p99_ms", figures, all => all.P99),
    ];

    private static Column Statistic(string name, Func<VerifiedRun, LatencyFigures?> figures, Func<LatencyFigures, double> of) =>
        new(name, (row, _) => row.Verified is { } run && figures(run) is { } all ? Figures.Exact(of(all)) : "");

    private static Column[] Pool(string name, Func<PlannedConfiguration, WorkerPlan?> worker) =>
    [
        new(name + "_workers", (row, _) => worker(row) is { } plan ? Figures.Whole(plan.Workers) : ""),
        new(name + "_parallel", (row, _) => worker(row)?.Parallel ?? ""),
        new(name + "_batch_size", (row, _) => worker(row) is { } plan ? Figures.Whole(plan.BatchSize) : ""),
    ];
}
