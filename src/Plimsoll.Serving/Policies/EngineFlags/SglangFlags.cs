using static Plimsoll.Serving.Policies.EngineFlags.FlagKinds;

namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>The flags of <c>python -m sglang.launch_server</c>.</summary>
internal static class SglangFlags
{
    private const string Layout = "the layout is given with --parallel (or --prefill and --decode)";
    private const string Formats = "number formats are given with --gemm-quant-mode and its like";
    private const string Unmodelled = "it is not simulated yet; leave it out to simulate without it";
    private const string Identity = "names and access do not change timing";
    private const string Logging = "logging is not simulated";

    private static readonly Dictionary<string, string?> KvFormats = new(StringComparer.Ordinal)
    {
        ["auto"] = null,
        ["bfloat16"] = "bfloat16",
        ["bf16"] = "bfloat16",
        ["fp8_e4m3"] = "fp8",
        ["fp8_e5m2"] = "fp8",
    };

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<EngineFlag> All { get; } =
    [
        new EngineFlag("--chunked-prefill-size")
        {
            Expected = "a whole number from 1 on, or -1 to compute prompts whole",
            Apply = (settings, value) => value == "-1" ? settings.With(policy => policy with { ChunkedPrefill = false })
                : Whole(value) is >= 1 and { } tokens ? settings.With(policy => policy with { MaxBatchedTokens = tokens, ChunkedPrefill = true })
                : null,
        },
        Count("--max-prefill-tokens", (policy, value) => policy with { MaxPrefillTokens = value }),
        Count("--max-running-requests", (policy, value) => policy with { MaxSequences = value }),
        Setting("--context-length", (settings, value) => settings with { MaxSequenceTokens = value }),
        Count("--page-size", (policy, value) => policy with { KvBlockTokens = value }),
        Setting("--max-total-tokens", (settings, value) => settings with { KvTokens = value }),
        Number("--mem-fraction-static", 1, (policy, value) => policy with { MemoryFraction = value }),
        Switch("--enable-mixed-chunk", policy => policy with { MixedChunk = true }),
        Switch("--disable-radix-cache", policy => policy with { PrefixCaching = false }),
        Switch("--disable-overlap-schedule", policy => policy with { AsyncScheduling = false }),
        Number("--schedule-conservativeness", 10, (policy, value) => policy with { NewTokenRatio = policy.NewTokenRatio with { Conservativeness = value } }),
        Count("--scheduler-recv-interval", (policy, value) => policy with { ReceiveInterval = value }),
        Count("--cuda-graph-max-bs", (policy, value) => policy with { GraphSizes = CapturedBatches.Sglang(value) }),
        Counts("--cuda-graph-bs", (policy, sizes) => policy with { GraphSizes = sizes }),
        Switch("--disable-cuda-graph", policy => policy with { GraphSizes = [] }),
        KvFormat("--kv-cache-dtype", KvFormats),
        .. Refused(
            Layout, "--tp", "--tp-size", "--tensor-parallel-size", "--pp-size", "--pipeline-parallel-size", "--dp", "--dp-size", "--data-parallel-size",
            "--ep", "--ep-size", "--expert-parallel-size", "--enable-dp-attention"),
        .. Refused(Formats, "--quantization", "--dtype"),
        .. Refused(
            Unmodelled, "--schedule-policy", "--speculative-algorithm",
            "--speculative-num-steps", "--num-continuous-decode-steps", "--enable-two-batch-overlap", "--stream-interval",
            "--cpu-offload-gb", "--enable-hierarchical-cache"),
        .. Ignored(Identity, "--host", "--port", "--served-model-name", "--api-key", "--model-path", "--model", "--tokenizer-path", "--revision", "--chat-template", "--tool-call-parser", "--reasoning-parser"),
        .. IgnoredSwitches(Identity, "--trust-remote-code"),
        .. Ignored(Logging, "--log-level", "--log-level-http", "--decode-log-interval"),
        .. IgnoredSwitches(Logging, "--log-requests", "--enable-metrics"),
        .. Ignored("loading is not simulated", "--load-format", "--download-dir", "--random-seed"),
        .. Ignored("the transfer is given with --kv-link-gb-per-s and --kv-link-latency-ms", "--disaggregation-mode", "--disaggregation-transfer-backend", "--disaggregation-ib-device", "--disaggregation-bootstrap-port"),
    ];
}
