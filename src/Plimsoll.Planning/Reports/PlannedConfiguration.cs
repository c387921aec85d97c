using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Planning.Reports;

/// <summary>
/// One configuration of the whole cluster and what it is predicted to do in steady state; <see cref="Verified"/> has the simulation's figures. Latencies are means. <c>concurrency</c> =
/// <c>requests_per_s_cluster</c> × <c>request_latency_ms</c> / 1000 holds for every row.
/// </summary>
public sealed record PlannedConfiguration
{
    /// <summary>Place in the ranking, from 1; null for rows outside it (Pareto points, nearest misses).</summary>
    public int? Rank { get; init; }

    /// <summary>The way of serving.</summary>
    public required ServingMode Mode { get; init; }

    /// <summary><c>vllm</c>, <c>sglang</c> or <c>trtllm</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>The backend's release.</summary>
    public required string BackendVersion { get; init; }

    /// <summary>The worker's layout (<c>tp4pp1</c>); disaggregated: workers and layouts of both pools (<c>2×tp2pp1+1×tp4pp1</c>).</summary>
    public required string Parallel { get; init; }

    /// <summary>GPUs of one replica.</summary>
    public required int GpusPerReplica { get; init; }

    /// <summary>Copies of the replica that fit the cluster.</summary>
    public required int Replicas { get; init; }

    /// <summary>GPUs in use; the rest of the cluster is idle but charged.</summary>
    public required int GpusUsed { get; init; }

    /// <summary>Sequences in flight per batch slot (attention rank and pipeline micro-batch) of a worker; disaggregated: of a decode worker.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Requests in flight over the cluster.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Time to first token, ms.</summary>
    public required double TtftMs { get; init; }

    /// <summary>Time per output token after the first, ms; 0 when the answer is one token.</summary>
    public required double TpotMs { get; init; }

    /// <summary>Latency of a whole request, ms.</summary>
    public required double RequestLatencyMs { get; init; }

    /// <summary>Answer tokens per second per GPU of the cluster, idle ones included: what configurations are ranked by.</summary>
    public required double TokensPerSPerGpu { get; init; }

    /// <summary>Answer tokens per second per GPU in use.</summary>
    public required double TokensPerSPerUsedGpu { get; init; }

    /// <summary>Tokens per second that one user sees: 1000 / TPOT; null when the answer is one token.</summary>
    public required double? TokensPerSPerUser { get; init; }

    /// <summary>Answer tokens per second of the cluster.</summary>
    public required double TokensPerSCluster { get; init; }

    /// <summary>Requests per second of the cluster.</summary>
    public required double RequestsPerSCluster { get; init; }

    /// <summary>GPU memory in use at this load, GiB per GPU; disaggregated: the larger of both pools.</summary>
    public required double MemoryGib { get; init; }

    /// <summary>The least certain source of a kernel time that matters; null where it was not worked out (Pareto points).</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>Relative one-sigma uncertainty of the step times; null where it was not worked out.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>Whether the throughput is within 2 % of the best one's: not distinguishable from it.</summary>
    public bool NearTie { get; init; }

    /// <summary>Aggregated: the worker. Null for disaggregated serving.</summary>
    public WorkerPlan? Worker { get; init; }

    /// <summary>Disaggregated: the prefill workers of a replica. Null for aggregated serving.</summary>
    public WorkerPlan? Prefill { get; init; }

    /// <summary>Disaggregated: the decode workers of a replica. Null for aggregated serving.</summary>
    public WorkerPlan? Decode { get; init; }

    /// <summary>What a simulation under the benchmark's protocol showed at this load; null where it was not simulated. Ranked rows are sorted by it.</summary>
    public VerifiedRun? Verified { get; init; }

    /// <summary>The figure that configurations are ranked by: verified tokens/s/GPU where there is one (at the highest load, where the question fixes the load).</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double RankedBy => Verified is null ? TokensPerSPerGpu : Verified.RankedBy;

    /// <summary>The parts of the latencies; null where it was not worked out (Pareto points).</summary>
    public LatencyParts? Parts { get; init; }
}
