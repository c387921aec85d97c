using Plimsoll.Formats.Csv;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>
/// Configurations as CSV: first the columns that readers of AIConfigurator's <c>best_config_topn.csv</c> and <c>pareto.csv</c> expect,
/// under its names and in its order (rates and concurrency of one replica), then Plimsoll's own. A quantity that Plimsoll does not have is empty.
/// </summary>
internal static class ConfigurationCsv
{
    private static readonly Column[] Head =
    [
        new("model", (_, report) => report.Model.Id),
        new("isl", (_, report) => Figures.Whole(report.Request.Isl)),
        new("osl", (_, report) => Figures.Whole(report.Request.Osl)),
        new("prefix", (_, report) => Figures.Whole(report.Request.Prefix)),
        new("concurrency", (row, _) => Figures.Short((double)row.Concurrency / row.Replicas)),
        new("request_rate", (row, _) => PerReplica(row, row.RequestsPerSCluster)),
    ];

    private static readonly Column[] Latencies =
    [
        new("ttft", (row, _) => Figures.Short(row.TtftMs)),
        new("tpot", (row, _) => Figures.Short(row.TpotMs)),
        new("request_latency", (row, _) => Figures.Short(row.RequestLatencyMs)),
        new("encoder_latency", (_, _) => "0"),
    ];

    private static readonly Column[] Rates =
    [
        new("seq/s", (row, _) => PerReplica(row, row.RequestsPerSCluster)),
        new("seq/s/gpu", (row, _) => Figures.Short(row.RequestsPerSCluster / row.GpusUsed)),
        new("tokens/s", (row, _) => PerReplica(row, row.TokensPerSCluster)),
        new("tokens/s/gpu", (row, _) => Figures.Short(row.TokensPerSPerUsedGpu)),
        new("tokens/s/user", (row, _) => row.TokensPerSPerUser is { } rate ? Figures.Short(rate) : ""),
    ];

    private static readonly Column[] Own =
    [
        new("tokens/s/gpu_cluster", (row, _) => Figures.Short(row.TokensPerSPerGpu)),
        new("rank", (row, _) => row.Rank is { } rank ? Figures.Whole(rank) : ""),
        new("replicas", (row, _) => Figures.Whole(row.Replicas)),
        new("gpus_used", (row, _) => Figures.Whole(row.GpusUsed)),
        new("total_gpus", (_, report) => Figures.Whole(report.Request.TotalGpus)),
        new("concurrency_cluster", (row, _) => Figures.Whole(row.Concurrency)),
        new("requests_per_s_cluster", (row, _) => Figures.Short(row.RequestsPerSCluster)),
        new("tokens_per_s_cluster", (row, _) => Figures.Short(row.TokensPerSCluster)),
        new("near_tie", (row, _) => row.NearTie ? "1" : "0"),
        new("provenance", (row, _) => row.Provenance is { } provenance ? Words.Of(provenance) : ""),
        new("uncertainty", (row, _) => row.Uncertainty is { } share ? Figures.Short(share) : ""),
        new("bound", (row, _) => row.Parts?.Bound ?? ""),
        new("verified_protocol", (row, _) => row.Verified?.Protocol ?? ""),
        new("verified_tokens/s/gpu_cluster", (row, _) => row.Verified is { } run ? Figures.Short(run.TokensPerSPerGpu) : ""),
        Verified("ttft_mean", run => run.TtftMs.Mean),
        Verified("ttft_p50", run => run.TtftMs.P50),
        Verified("ttft_p99", run => run.TtftMs.P99),
        Verified("tpot_mean", run => run.TpotMs?.Mean),
        Verified("tpot_p50", run => run.TpotMs?.P50),
        Verified("tpot_p99", run => run.TpotMs?.P99),
        Verified("request_latency_p99", run => run.RequestLatencyMs.P99),
        Part("request_path_ms", parts => parts.RequestPathMs),
        Part("admission_ms", parts => parts.AdmissionMs),
        Part("step_residual_ms", parts => parts.StepResidualMs),
        Part("prompt_queue_ms", parts => parts.PromptQueueMs),
        Part("prefill_ms", parts => parts.PrefillMs),
        Part("kv_transfer_ms", parts => parts.KvTransferMs),
        Part("decode_join_ms", parts => parts.DecodeJoinMs),
        Part("decode_step_ms", parts => parts.DecodeStepMs),
        Part("prefill_stall_ms", parts => parts.PrefillStallMs),
    ];

    private static readonly Column[] Agg =
    [
        .. Head,
        new("bs", (row, _) => Figures.Whole(row.BatchSize)),
        new("global_bs", (row, _) => GlobalBatch(row.Worker!)),
        .. Latencies,
        new("encoder_memory", (_, _) => "0"),
        .. Rates,
        new("num_total_gpus", (row, _) => Figures.Whole(row.GpusPerReplica)),
        .. Layout("", row => row.Worker!, withContextParallel: true),
        .. Formats(""),
        new("memory", (row, _) => Figures.Short(row.Worker!.MemoryGib)),
        .. Empty("balance_score", "num_ctx_reqs", "num_gen_reqs", "num_tokens", "ctx_tokens"),
        new("gen_tokens", (row, _) => row.Parts is { } parts ? Figures.Short(parts.DecodeRows) : ""),
        .. Engine("", row => row.Worker!),
        .. Empty("power_w"),
        .. Own,
        .. Settings("", row => row.Worker!),
    ];

    private static readonly Column[] Disagg =
    [
        .. Head,
        new("(p)bs", (row, _) => Figures.Whole(row.Prefill!.BatchSize)),
        new("(p)global_bs", (row, _) => GlobalBatch(row.Prefill!)),
        new("(p)workers", (row, _) => Figures.Whole(row.Prefill!.Workers)),
        new("(d)bs", (row, _) => Figures.Whole(row.Decode!.BatchSize)),
        new("(d)global_bs", (row, _) => GlobalBatch(row.Decode!)),
        new("(d)workers", (row, _) => Figures.Whole(row.Decode!.Workers)),
        .. Latencies,
        .. Rates,
        new("(p)seq/s/worker", (row, _) => Figures.Short(row.Prefill!.RequestsPerSPerWorker)),
        new("(d)seq/s/worker", (row, _) => Figures.Short(row.Decode!.RequestsPerSPerWorker)),
        new("num_total_gpus", (row, _) => Figures.Whole(row.GpusPerReplica)),
        .. Pool("(p)", row => row.Prefill!, withContextParallel: true),
        .. Pool("(d)", row => row.Decode!, withContextParallel: false),
        .. Empty("(e)workers", "(e)tp", "(e)pp", "(e)bs", "(e)parallel", "(e)memory", "power_w"),
        .. Own,
        .. Settings("(p)", row => row.Prefill!),
        .. Settings("(d)", row => row.Decode!),
    ];

    /// <summary>Writes a heading and the rows, all of one way of serving.</summary>
    public static void Write(ServingMode mode, IEnumerable<PlannedConfiguration> rows, PlanReport report, TextWriter output)
    {
        var columns = mode == ServingMode.Agg ? Agg : Disagg;
        var csv = new CsvWriter(output);
        csv.WriteRecord(columns.Select(column => column.Heading));
        foreach (var row in rows)
        {
            csv.WriteRecord(columns.Select(column => column.Cell(row, report)));
        }
    }

    private static Column[] Pool(string prefix, Func<PlannedConfiguration, WorkerPlan> worker, bool withContextParallel) =>
    [
        .. Layout(prefix, worker, withContextParallel),
        .. Formats(prefix),
        new(prefix + "memory", (row, _) => Figures.Short(worker(row).MemoryGib)),
        .. Engine(prefix, worker),
    ];

    private static IEnumerable<Column> Layout(string prefix, Func<PlannedConfiguration, WorkerPlan> worker, bool withContextParallel)
    {
        yield return new(prefix + "tp", (row, _) => Figures.Whole(worker(row).Layout.Tp));
        yield return new(prefix + "pp", (row, _) => Figures.Whole(worker(row).Layout.Pp));
        yield return new(prefix + "dp", (row, _) => Figures.Whole(worker(row).Layout.AttentionDp));
        yield return new(prefix + "moe_tp", (row, _) => Figures.Whole(worker(row).Layout.MoeTp));
        yield return new(prefix + "moe_ep", (row, _) => Figures.Whole(worker(row).Layout.MoeEp));
        if (withContextParallel)
        {
            yield return new(prefix + "cp", (_, _) => "1");
        }

        yield return new(prefix + "parallel", (row, _) => worker(row).Parallel);
    }

    private static Column[] Formats(string prefix) =>
    [
        new(prefix + "gemm", (_, report) => report.Model.GemmQuant),
        new(prefix + "kvcache", (_, report) => report.Model.KvCacheQuant),
        new(prefix + "fmha", (_, report) => report.Model.FmhaQuant),
        new(prefix + "moe", (_, report) => report.Model.MoeQuant ?? ""),
        new(prefix + "comm", (_, report) => report.Model.CommQuant),
    ];

    private static Column[] Engine(string prefix, Func<PlannedConfiguration, WorkerPlan> worker) =>
    [
        new(prefix + "backend", (row, _) => row.Backend),
        new(prefix + "version", (row, _) => row.BackendVersion),
        new(prefix + "system", (row, _) => worker(row).System),
    ];

    private static Column[] Settings(string prefix, Func<PlannedConfiguration, WorkerPlan> worker) =>
    [
        new(prefix + "max_batched_tokens", (row, _) => Figures.Whole(worker(row).MaxBatchedTokens)),
        new(prefix + "max_sequences", (row, _) => Figures.Whole(worker(row).MaxSequences)),
        new(prefix + "memory_fraction", (row, _) => Figures.Short(worker(row).MemoryFraction)),
        new(prefix + "utilization", (row, _) => Figures.Short(worker(row).Utilization)),
        new(prefix + "kv_capacity_tokens", (row, _) => Figures.Whole(worker(row).Memory.KvCapacityTokens)),
    ];

    private static IEnumerable<Column> Empty(params string[] headings) => headings.Select(heading => new Column(heading, (_, _) => ""));

    private static Column Verified(string heading, Func<VerifiedRun, double?> figure) =>
        new("verified_" + heading, (row, _) => row.Verified is { } run && figure(run) is { } value ? Figures.Short(value) : "");

    private static Column Part(string heading, Func<LatencyParts, double> part) =>
        new(heading, (row, _) => row.Parts is { } parts ? Figures.Short(part(parts)) : "");

    private static string PerReplica(PlannedConfiguration row, double ofCluster) => Figures.Short(ofCluster / row.Replicas);

    private static string GlobalBatch(WorkerPlan worker) => Figures.Whole((long)worker.BatchSize * worker.Layout.AttentionDp);
}
