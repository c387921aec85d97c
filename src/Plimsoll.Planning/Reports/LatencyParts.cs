namespace Plimsoll.Planning.Reports;

/// <summary>
/// What the latencies are made of. The TTFT is the sum of <see cref="RequestPathMs"/>, <see cref="AdmissionMs"/>, <see cref="StepResidualMs"/>,
/// <see cref="PromptQueueMs"/>, <see cref="PrefillMs"/>, <see cref="KvTransferMs"/> and <see cref="DecodeJoinMs"/>; formulas in docs/steady-state.md.
/// </summary>
public sealed record LatencyParts
{
    /// <summary>Constant time outside the engine, ms.</summary>
    public required double RequestPathMs { get; init; }

    /// <summary>Waiting because the worker is full (KV cache, sequences or token budget): grows without bound past capacity, ms.</summary>
    public required double AdmissionMs { get; init; }

    /// <summary>Waiting for the step in progress to end, ms.</summary>
    public required double StepResidualMs { get; init; }

    /// <summary>Waiting behind the prompts of other requests, ms.</summary>
    public required double PromptQueueMs { get; init; }

    /// <summary>The steps that compute this prompt, ms.</summary>
    public required double PrefillMs { get; init; }

    /// <summary>Disaggregated: moving the prompt's KV cache to the decode worker, ms.</summary>
    public required double KvTransferMs { get; init; }

    /// <summary>Disaggregated: waiting for the decode step in progress to end, ms.</summary>
    public required double DecodeJoinMs { get; init; }

    /// <summary>A step of this load that only decodes, ms.</summary>
    public required double DecodeStepMs { get; init; }

    /// <summary>What the prompts of other requests add to a mean decode step, ms. TPOT = decode step + this.</summary>
    public required double PrefillStallMs { get; init; }

    /// <summary>Rows that decode together, mean, per batch slot.</summary>
    public required double DecodeRows { get; init; }

    /// <summary>Prompt tokens that a prompt adds to the KV cache by computing them.</summary>
    public required int NewPromptTokens { get; init; }

    /// <summary>Steps over which a prompt is spread.</summary>
    public required int PrefillSteps { get; init; }

    /// <summary>Disaggregated: the link that carries KV caches, in words with its bandwidth; null otherwise.</summary>
    public string? KvLink { get; init; }

    /// <summary>
    /// What keeps this configuration from serving more: the target that one more request would exceed (<c>ttft_ms</c>, <c>tpot_ms</c>,
    /// <c>request_latency_ms</c>), or what is used up (<c>kv_cache</c>, <c>max_sequences</c>, <c>token_budget</c>, <c>prefill</c>, <c>kv_link</c>).
    /// </summary>
    public required string Bound { get; init; }
}
