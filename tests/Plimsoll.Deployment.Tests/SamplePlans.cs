using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Systems;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Policies;

namespace Plimsoll.Deployment.Tests;

/// <summary>Made-up plans of every shape: aggregated and disaggregated, dense in a node and experts over two.</summary>
internal static class SamplePlans
{
    public static readonly string[] Backends = ["vllm", "sglang", "trtllm"];

    public static DeploymentPlan Agg(string backend, string? version = null, int prefix = 0, int replicas = 4, ParallelLayout? layout = null) =>
        Plan(backend, version, prefix, isMoe: false, configuration => configuration with
        {
            Replicas = replicas,
            Worker = Worker(layout ?? new ParallelLayout(2), 1, 14, backend, version),
            Concurrency = 14 * replicas,
        });

    public static DeploymentPlan Disagg(string backend, string? version = null, int prefix = 0) =>
        Plan(backend, version, prefix, isMoe: false, configuration => configuration with
        {
            Mode = ServingMode.Disagg,
            Replicas = 2,
            Prefill = Worker(new ParallelLayout(2), 2, 1, backend, version),
            Decode = Worker(new ParallelLayout(4), 1, 60, backend, version),
            Concurrency = 120,
        });

    public static DeploymentPlan MoeAgg(string backend) =>
        Plan(backend, null, 0, isMoe: true, configuration => configuration with
        {
            Replicas = 2,
            Worker = Worker(Wide, 1, 24, backend, null),
            Concurrency = 768,
        });

    public static DeploymentPlan MoeDisagg(string backend) =>
        Plan(backend, null, 0, isMoe: true, configuration => configuration with
        {
            Mode = ServingMode.Disagg,
            Replicas = 1,
            Prefill = Worker(new ParallelLayout(1, 1, 8, 1, 8), 2, 1, backend, null),
            Decode = Worker(Wide, 1, 64, backend, null),
            Concurrency = 1024,
        });

    public static DeploymentPlan Named(string shape, string backend) => shape switch
    {
        "agg" => Agg(backend),
        "disagg" => Disagg(backend),
        "moe-agg" => MoeAgg(backend),
        _ => MoeDisagg(backend),
    };

    public static TheoryData<string, string> All()
    {
        var rows = new TheoryData<string, string>();
        foreach (var shape in new[] { "agg", "disagg", "moe-agg", "moe-disagg" })
        {
            foreach (var backend in Backends)
            {
                rows.Add(shape, backend);
            }
        }

        return rows;
    }

    private static ParallelLayout Wide => new(1, 1, 16, 1, 16);

    private static string Release(string backend) => backend switch
    {
        "vllm" => "0.24.0",
        "sglang" => "0.5.16",
        _ => "1.3.0rc23",
    };

    private static DeploymentPlan Plan(
        string backend, string? version, int prefix, bool isMoe, Func<PlannedConfiguration, PlannedConfiguration> complete)
    {
        var model = isMoe ? "deepseek-ai/DeepSeek-V3" : "Qwen/Qwen3-32B-FP8";
        var request = new PlanDraft
        {
            Model = model,
            System = "h200_sxm",
            TotalGpus = isMoe ? 32 : 16,
            Isl = 4000,
            Osl = 500,
            Prefix = prefix,
            TtftMs = 600,
            TpotMs = 16.67,
        }.Freeze();
        var report = new PlanReport
        {
            Request = request,
            Model = new ModelSummary(model, isMoe ? "DeepseekV3ForCausalLM" : "Qwen3ForCausalLM", isMoe, 64, "fp8_block", isMoe ? "fp8_block" : null, "fp8", "bfloat16", "half"),
            TargetsMet = true,
            Backends = [],
            Conclusions = [],
            Notes = [],
        };
        var configuration = complete(Bare(backend, version ?? Release(backend)));
        var workers = new[] { configuration.Worker, configuration.Prefill, configuration.Decode }.OfType<WorkerPlan>().ToList();
        var gpus = workers.Sum(worker => worker.Workers * worker.GpusPerWorker);
        configuration = configuration with
        {
            Parallel = string.Join('+', workers.Select(worker => workers.Count == 1 ? worker.Parallel : $"{worker.Workers}×{worker.Parallel}")),
            GpusPerReplica = gpus,
            GpusUsed = gpus * configuration.Replicas,
        };
        return DeploymentPlan.Of(report, configuration, SystemCatalog.Find);
    }

    private static PlannedConfiguration Bare(string backend, string version) => new()
    {
        Mode = ServingMode.Agg,
        Backend = backend,
        BackendVersion = version,
        Parallel = "",
        GpusPerReplica = 0,
        Replicas = 1,
        GpusUsed = 0,
        BatchSize = 14,
        Concurrency = 14,
        TtftMs = 500,
        TpotMs = 15,
        RequestLatencyMs = 8000,
        TokensPerSPerGpu = 400,
        TokensPerSPerUsedGpu = 400,
        TokensPerSPerUser = 66,
        TokensPerSCluster = 3200,
        RequestsPerSCluster = 6.4,
        MemoryGib = 90,
    };

    private static WorkerPlan Worker(ParallelLayout layout, int workers, int batch, string backend, string? version)
    {
        var kind = (BackendKind)BackendKindNames.All.ToList().IndexOf(backend);
        var policy = EnginePolicies.For(new EngineVersion(kind, version ?? Release(backend)), SystemCatalog.Find("h200_sxm"), layout);
        return new WorkerPlan
        {
            Parallel = layout.ToString(),
            Layout = layout,
            System = "h200_sxm",
            GpusPerWorker = layout.Gpus,
            Workers = workers,
            BatchSize = batch,
            RequestsPerSPerWorker = 2.5,
            Utilization = 0.8,
            MaxBatchedTokens = policy.MaxBatchedTokens,
            MaxSequences = policy.MaxSequences,
            MemoryFraction = policy.MemoryFraction,
            MemoryGib = 60,
            Memory = new MemoryParts(140.4, 128.8, 16.5, 2.25, 1.5, 0.5, 0.75, 20.5, 100, 850_000),
        };
    }
}
