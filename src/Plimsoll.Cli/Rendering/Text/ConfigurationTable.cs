using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The ranked configurations of one way of serving, in the columns that users of the guides know, and three more.</summary>
internal static class ConfigurationTable
{
    private static readonly Column[] Shared =
    [
        new("Rank", (row, _) => Cells.Rank(row)),
        new("backend", (row, _) => row.Backend),
        new("tokens/s/gpu", (row, _) => Figures.Fixed(Shown.Of(row).TokensPerSPerGpu)),
        new("tokens/s/user", (row, _) => Cells.PerUser(row)),
        new("req/s", (row, _) => Figures.Fixed(Shown.Of(row).RequestsPerS)),
        new("TTFT", (row, _) => Figures.Fixed(Shown.Of(row).TtftMs)),
        new("TTFT p50 / p99", (row, _) => Cells.Percentiles(row.Verified?.TtftMs)),
        new("TPOT", (row, _) => Cells.Optional(Shown.Of(row).TpotMs)),
        new("TPOT p50 / p99", (row, _) => Cells.Percentiles(row.Verified?.TpotMs)),
        new("request_latency", (row, _) => Figures.Fixed(Shown.Of(row).RequestLatencyMs)),
        new("concurrency", (row, _) => Cells.Concurrency(row)),
        new("total_gpus (used)", (row, report) => Cells.Gpus(row, report.Request.TotalGpus)),
        new("replicas", (row, _) => Figures.Whole(row.Replicas)),
        new("gpus/replica", (row, _) => Cells.GpusPerReplica(row)),
    ];

    private static readonly Column[] Closing =
    [
        new("memory_gib", (row, _) => Figures.Fixed(row.MemoryGib)),
        new("source", (row, _) => Cells.Source(row)),
    ];

    private static readonly Column[] Agg =
    [
        .. Shared,
        new("gpus/worker", (row, report) => Cells.GpusPerWorker(row.Worker!, report.Model.IsMoe)),
        new("parallel", (row, _) => row.Parallel),
        new("bs", (row, _) => Figures.Whole(row.BatchSize)),
        .. Closing,
    ];

    private static readonly Column[] Disagg =
    [
        .. Shared,
        .. Pool("(p)", row => row.Prefill!),
        .. Pool("(d)", row => row.Decode!),
        .. Closing,
    ];

    /// <summary>The columns of one way of serving.</summary>
    public static IReadOnlyList<Column> Columns(ServingMode mode) => mode == ServingMode.Agg ? Agg : Disagg;

    /// <summary>Writes rows of one way of serving.</summary>
    public static void Write(IReadOnlyList<PlannedConfiguration> rows, PlanReport report, TextWriter output)
    {
        var columns = Columns(rows[0].Mode);
        var table = new AsciiTable([.. columns.Select(column => column.Heading)]);
        foreach (var row in rows)
        {
            table.Add([.. columns.Select(column => column.Cell(row, report))]);
        }

        table.Write(output);
    }

    private static Column[] Pool(string prefix, Func<PlannedConfiguration, WorkerPlan> worker) =>
    [
        new(prefix + "workers", (row, _) => Figures.Whole(worker(row).Workers)),
        new(prefix + "gpus/worker", (row, report) => Cells.GpusPerWorker(worker(row), report.Model.IsMoe)),
        new(prefix + "parallel", (row, _) => worker(row).Parallel),
        new(prefix + "bs", (row, _) => Figures.Whole(worker(row).BatchSize)),
    ];
}
