namespace Plimsoll.Planning.Search;

/// <summary>The reasons under which the planner itself counts rejected candidates; engine factories add their own words.</summary>
public static class RejectionReasons
{
    /// <summary>Weights and fixed parts exceed the memory budget.</summary>
    public const string WeightsDoNotFit = "weights_do_not_fit";

    /// <summary>The KV cache cannot hold one sequence.</summary>
    public const string KvCacheTooSmall = "kv_cache_too_small";

    /// <summary>The batch exceeds what the KV cache keeps running.</summary>
    public const string KvCacheFull = "kv_cache_full";

    /// <summary>More requests only wait: the throughput no longer grows.</summary>
    public const string PastCapacity = "past_capacity";

    /// <summary>A bound is exceeded; the key of the worst one is put before it: <c>ttft_ms_exceeded</c>.</summary>
    public const string ExceededSuffix = "_exceeded";

    /// <summary>The cluster cannot carry the request rate that was asked for.</summary>
    public const string RateNotReached = "request_rate_not_reached";

    /// <summary>The simulation found a request that can never be served.</summary>
    public const string CannotFinish = "simulation_cannot_finish";

    /// <summary>Both workers of the pair together need more GPUs than there are.</summary>
    public const string TooFewGpus = "too_few_gpus";

    /// <summary>SGLang hands KV caches over only between workers of equal tensor parallel width.</summary>
    public const string UnequalTensorParallelism = "sglang_needs_equal_tp";

    /// <summary>Another prefill worker serves at least as much with the same decode worker.</summary>
    public const string Outranked = "outranked_with_same_decode_worker";
}
