using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>Figures of a configuration as the tables show them, with the arithmetic behind them in brackets.</summary>
internal static class Cells
{
    /// <summary>Requests in flight: <c>56 (=14x4)</c>, per replica times replicas.</summary>
    public static string Concurrency(PlannedConfiguration row) => row.Concurrency % row.Replicas == 0
        ? $"{row.Concurrency} (={row.Concurrency / row.Replicas}x{row.Replicas})"
        : Figures.Whole(row.Concurrency);

    /// <summary>GPUs of the cluster and those in use: <c>8 (8=4x2)</c>, replicas times GPUs per replica.</summary>
    public static string Gpus(PlannedConfiguration row, int totalGpus) =>
        $"{totalGpus} ({row.GpusUsed}={row.Replicas}x{row.GpusPerReplica})";

    /// <summary>GPUs of a replica: <c>2</c>, or <c>8 (=2x2+1x4)</c> from workers times GPUs per worker of both pools.</summary>
    public static string GpusPerReplica(PlannedConfiguration row) => row is { Prefill: { } prefill, Decode: { } decode }
        ? $"{row.GpusPerReplica} (={prefill.Workers}x{prefill.GpusPerWorker}+{decode.Workers}x{decode.GpusPerWorker})"
        : Figures.Whole(row.GpusPerReplica);

    /// <summary>GPUs of a worker: <c>2 (=2x1)</c> from tp x pp, for mixture of experts <c>8 (=1x1x8)</c> from tp x pp x dp.</summary>
    public static string GpusPerWorker(WorkerPlan worker, bool isMoe) => isMoe
        ? $"{worker.GpusPerWorker} (={worker.Layout.Tp}x{worker.Layout.Pp}x{worker.Layout.AttentionDp})"
        : $"{worker.GpusPerWorker} (={worker.Layout.Tp}x{worker.Layout.Pp})";

    /// <summary>The rank, with <c>~</c> when the row is a near-tie with another row's best.</summary>
    public static string Rank(PlannedConfiguration row) => row switch
    {
        { Rank: null } => "-",
        { NearTie: true, Rank: > 1 } => $"{row.Rank} ~",
        _ => Figures.Whole(row.Rank.Value),
    };

    /// <summary>Tokens per second for one user; <c>-</c> when the answer is one token.</summary>
    public static string PerUser(PlannedConfiguration row) => Optional(Shown.Of(row).TokensPerSPerUser);

    /// <summary>A figure with two decimals; <c>-</c> when there is none.</summary>
    public static string Optional(double? figure) => figure is { } value ? Figures.Fixed(value) : "-";

    /// <summary>Median and 99th percentile of a simulated latency: <c>152 / 1240</c>; <c>-</c> without a simulation.</summary>
    public static string Percentiles(LatencyFigures? figures) =>
        figures is null ? "-" : $"{Figures.Short(Math.Round(figures.P50, 1))} / {Figures.Short(Math.Round(figures.P99, 1))}";

    /// <summary>The least certain source of the times and their one-sigma uncertainty: <c>fitted +-4 %</c>.</summary>
    public static string Source(PlannedConfiguration row) => (row.Provenance, row.Uncertainty) switch
    {
        ({ } provenance, { } uncertainty) => $"{Words.Of(provenance)} +-{Figures.Percent(uncertainty)}",
        ({ } provenance, null) => Words.Of(provenance),
        _ => "-",
    };
}
