using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.EndToEnd.Tests.Rendering;

/// <summary>Made-up reports that show everything a report can contain.</summary>
internal static class SampleReports
{
    private static readonly PlanRequest Request = new PlanDraft
    {
        Model = "Qwen/Qwen3-32B-FP8",
        System = "h200_sxm",
        TotalGpus = 8,
        Isl = 4000,
        Osl = 500,
        TtftMs = 600,
        TpotMs = 16.67,
        SystemsPaths = ["../tables, measured", "default"],
        Quantization = new QuantizationOverrides { KvCache = "fp8" },
    }.Freeze();

    /// <summary>Both ways of serving meet the targets, with a near-tie, a rejected reason, a finding and a note.</summary>
    public static PlanReport Met { get; } = new()
    {
        Request = Request,
        Model = new ModelSummary("Qwen/Qwen3-32B-FP8", "Qwen3ForCausalLM", IsMoe: false, 64, "fp8_block", null, "fp8", "bfloat16", "half"),
        Chosen = ServingMode.Disagg,
        TargetsMet = true,
        Speedup = 1.25,
        Backends =
        [
            new BackendComparison { Backend = "vllm", Version = "0.24.0", Best = ServingMode.Disagg, TokensPerSPerGpu = 512.25, Parallel = "2×tp2pp1+1×tp4pp1" },
            new BackendComparison { Backend = "sglang", Version = "0.5.14" },
        ],
        Agg = Plan(
            [Agg(1, 409.8, tp: 2, batch: 14), Agg(2, 405.5, tp: 4, batch: 24, nearTie: true), Agg(3, 235.625, tp: 8, batch: 32)],
            [Agg(null, 120, tp: 8, batch: 1), Agg(null, 409.8, tp: 2, batch: 14), Agg(null, 1450.5, tp: 1, batch: 128)]),
        Disagg = Plan(
            [Disagg(1, 512.25, decodeTp: 4, decodeBatch: 60)],
            [Disagg(null, 90.5, decodeTp: 8, decodeBatch: 8), Disagg(null, 512.25, decodeTp: 4, decodeBatch: 60)]),
        Conclusions = [new Conclusion("near_tie", "The first two agg layouts are not distinguishable.", "409.80 and 405.50 tokens/s/gpu differ by 1.0 %.")],
        Notes = ["vllm 0.12.0 has no data on h200_sxm; 0.24.0 answers."],
    };

    /// <summary>Nothing meets the targets: only nearest misses.</summary>
    public static PlanReport Missed { get; } = Met with
    {
        Chosen = null,
        TargetsMet = false,
        Speedup = null,
        Backends = [new BackendComparison { Backend = "vllm", Version = "0.24.0" }],
        Agg = Met.Agg! with
        {
            Ranked = [],
            Kept = 0,
            NearestMisses =
            [
                new NearestMiss(Agg(null, 300, tp: 4, batch: 4), 0.125, [new TargetRelaxation("tpot_ms", 16.67, 18.75375, 0.125)]),
                new NearestMiss(
                    Agg(null, 380, tp: 2, batch: 8),
                    0.5,
                    [new TargetRelaxation("ttft_ms", 600, 900, 0.5), new TargetRelaxation("tpot_ms", 16.67, 20.004, 0.2)]),
            ],
        },
        Disagg = null,
        Conclusions = [],
        Notes = [],
    };

    private static ModePlan Plan(IReadOnlyList<PlannedConfiguration> ranked, IReadOnlyList<PlannedConfiguration> pareto) => new()
    {
        Ranked = ranked,
        Pareto = pareto,
        Candidates = 1234,
        Kept = 34,
        Rejected = [new Rejection("tpot_above_target", 1150, "tp1pp1 at batch 64: 31.2 ms"), new Rejection("out_of_memory", 50, "tp1pp1 at batch 512: 160.1 of 141.0 GiB")],
        NearestMisses = [],
    };

    private static PlannedConfiguration Agg(int? rank, double rate, int tp, int batch, bool nearTie = false)
    {
        var replicas = 8 / tp;
        var worker = Worker(tp, workers: 1, batch);
        return Row(ServingMode.Agg, rank, rate, replicas, gpusPerReplica: tp, batch, concurrency: batch * replicas) with
        {
            Parallel = worker.Parallel,
            NearTie = nearTie,
            Worker = worker,
        };
    }

    private static PlannedConfiguration Disagg(int? rank, double rate, int decodeTp, int decodeBatch)
    {
        var (prefill, decode) = (Worker(2, workers: 2, batch: 1), Worker(decodeTp, workers: 1, decodeBatch));
        return Row(ServingMode.Disagg, rank, rate, replicas: 1, gpusPerReplica: 4 + decodeTp, decodeBatch, concurrency: decodeBatch + 1) with
        {
            Parallel = $"2×{prefill.Parallel}+1×{decode.Parallel}",
            Prefill = prefill,
            Decode = decode,
        };
    }

    private static PlannedConfiguration Row(ServingMode mode, int? rank, double rate, int replicas, int gpusPerReplica, int batch, int concurrency) => new()
    {
        Rank = rank,
        Mode = mode,
        Backend = "vllm",
        BackendVersion = "0.24.0",
        Parallel = "",
        GpusPerReplica = gpusPerReplica,
        Replicas = replicas,
        GpusUsed = replicas * gpusPerReplica,
        BatchSize = batch,
        Concurrency = concurrency,
        TtftMs = 1000.0 / 3,
        TpotMs = 4 + (batch / 8.0),
        RequestLatencyMs = 8734.5,
        TokensPerSPerGpu = rate,
        TokensPerSPerUsedGpu = rate * 8 / (replicas * gpusPerReplica),
        TokensPerSPerUser = 1000 / (4 + (batch / 8.0)),
        TokensPerSCluster = rate * 8,
        RequestsPerSCluster = rate * 8 / 500,
        MemoryGib = 98.765,
        Provenance = rank is null ? null : Provenance.Fitted,
        Uncertainty = rank is null ? null : 0.045,
        Parts = rank is null
            ? null
            : new LatencyParts
            {
                RequestPathMs = 3,
                AdmissionMs = 0,
                StepResidualMs = 8,
                PromptQueueMs = 22.5,
                PrefillMs = 295,
                KvTransferMs = mode == ServingMode.Disagg ? 4.25 : 0,
                DecodeJoinMs = 0,
                DecodeStepMs = 9.5,
                PrefillStallMs = 2.25,
                DecodeRows = batch - 0.5,
                NewPromptTokens = 4000,
                PrefillSteps = 1,
                KvLink = mode == ServingMode.Disagg ? "450 GB/s NVLink" : null,
                Bound = "tpot target",
            },
    };

    private static WorkerPlan Worker(int tp, int workers, int batch) => new()
    {
        Parallel = $"tp{tp}pp1",
        Layout = new ParallelLayout(tp),
        System = "h200_sxm",
        GpusPerWorker = tp,
        Workers = workers,
        BatchSize = batch,
        RequestsPerSPerWorker = 2.5,
        Utilization = 0.8,
        MaxBatchedTokens = 8192,
        MaxSequences = 1024,
        MemoryFraction = 0.92,
        MemoryGib = 98.765,
        Memory = new MemoryParts(140, 128.8, 16.5, 2.25, 1.5, 0.5, 0.75, 60.5, 107.3, 850000),
        Provenance = Provenance.Fitted,
        Uncertainty = 0.045,
    };
}
