using static Plimsoll.Serving.Policies.EngineFlags.FlagKinds;

namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>The flags of <c>vllm serve</c>.</summary>
internal static class VllmFlags
{
    private const string Layout = "the layout is given with --parallel (or --prefill and --decode)";
    private const string Formats = "number formats are given with --gemm-quant-mode and its like";
    private const string Unmodelled = "it is not simulated yet; leave it out to simulate without it";
    private const string Identity = "names and access do not change timing";
    private const string Logging = "logging is not simulated";
    private const string Weights = "loading is not simulated";

    private static readonly Dictionary<string, string?> KvFormats = new(StringComparer.Ordinal)
    {
        ["auto"] = null,
        ["bfloat16"] = "bfloat16",
        ["float16"] = "bfloat16",
        ["fp8"] = "fp8",
        ["fp8_e4m3"] = "fp8",
        ["fp8_e5m2"] = "fp8",
    };

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<EngineFlag> All { get; } =
    [
        Count("--max-num-batched-tokens", (policy, value) => policy with { MaxBatchedTokens = value }),
        Count("--max-num-seqs", (policy, value) => policy with { MaxSequences = value, GraphSizes = CapturedBatches.Vllm(value) }),
        Setting("--max-model-len", (settings, value) => settings with { MaxSequenceTokens = value }),
        Count("--block-size", (policy, value) => policy with { KvBlockTokens = value }),
        Setting("--num-gpu-blocks-override", (settings, value) => settings with { KvBlocks = value }),
        Count("--long-prefill-token-threshold", (policy, value) => policy with { LongPrefillTokenThreshold = value }),
        Number("--gpu-memory-utilization", 1, (policy, value) => policy with { MemoryFraction = value }),
        Switch("--enable-chunked-prefill", policy => policy with { ChunkedPrefill = true }),
        Switch("--no-enable-chunked-prefill", policy => policy with { ChunkedPrefill = false }),
        Switch("--enable-prefix-caching", policy => policy with { PrefixCaching = true }),
        Switch("--no-enable-prefix-caching", policy => policy with { PrefixCaching = false }),
        Switch("--async-scheduling", policy => policy with { AsyncScheduling = true }),
        Switch("--no-async-scheduling", policy => policy with { AsyncScheduling = false }),
        Count("--max-cudagraph-capture-size", (policy, value) => policy with { GraphSizes = [.. CapturedBatches.Vllm(int.MaxValue / 2).Where(size => size <= value)] }),
        Counts("--cudagraph-capture-sizes", (policy, sizes) => policy with { GraphSizes = sizes }),
        Switch("--enforce-eager", policy => policy with { GraphSizes = [] }),
        KvFormat("--kv-cache-dtype", KvFormats),
        .. Refused(
            Layout, "--tensor-parallel-size", "-tp", "--pipeline-parallel-size", "-pp", "--data-parallel-size", "-dp", "--enable-expert-parallel", "-ep"),
        .. Refused(Formats, "--quantization", "-q", "--dtype"),
        .. Refused(
            Unmodelled, "--speculative-config", "--enable-lora", "--cpu-offload-gb", "--kv-offloading-size", "--scheduling-policy",
            "--enable-dbo", "--enable-eplb", "--compilation-config", "-O", "--max-num-partial-prefills"),
        .. Ignored(Identity, "--host", "--port", "--served-model-name", "--api-key", "--model", "--tokenizer", "--revision", "--generation-config", "--chat-template", "--tool-call-parser", "--reasoning-parser"),
        .. IgnoredSwitches(Identity, "--trust-remote-code", "--enable-auto-tool-choice"),
        .. IgnoredSwitches(Logging, "--disable-log-requests", "--disable-log-stats", "--disable-uvicorn-access-log", "--enable-log-requests", "--no-enable-log-requests"),
        .. Ignored(Logging, "--uvicorn-log-level"),
        .. Ignored(Weights, "--load-format", "--download-dir", "--seed"),
        .. Ignored("the transfer is given with --kv-link-gb-per-s and --kv-link-latency-ms", "--kv-transfer-config"),
        .. Ignored("the workers' processes are not simulated one by one", "--distributed-executor-backend"),
    ];
}
