using static Plimsoll.Serving.Policies.EngineFlags.FlagKinds;

namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>The flags of <c>trtllm-serve</c>.</summary>
internal static class TensorRtLlmFlags
{
    private const string Layout = "the layout is given with --parallel (or --prefill and --decode)";
    private const string Unmodelled = "it is not simulated yet; leave it out to simulate without it";

    private static readonly Dictionary<string, string?> KvFormats = new(StringComparer.Ordinal)
    {
        ["auto"] = null,
        ["bfloat16"] = "bfloat16",
        ["fp8"] = "fp8",
    };

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<EngineFlag> All { get; } =
    [
        Count("--max-num-tokens", (policy, value) => policy with { MaxBatchedTokens = value }),
        Count("--max-batch-size", (policy, value) => policy with { MaxSequences = value }),
        Setting("--max-seq-len", (settings, value) => settings with { MaxSequenceTokens = value }),
        Number("--kv-cache-free-gpu-memory-fraction", 1, (policy, value) => policy with { MemoryFraction = value }, "--free-gpu-memory-fraction"),
        Switch("--enable-chunked-prefill", policy => policy with { ChunkedPrefill = true }),
        Switch("--disable-overlap-scheduler", policy => policy with { AsyncScheduling = false }),
        KvFormat("--kv-cache-dtype", KvFormats),
        .. Refused(Layout, "--tp-size", "--tensor-parallel-size", "--pp-size", "--pipeline-parallel-size", "--ep-size", "--moe-expert-parallel-size", "--gpus-per-node", "--cluster-size"),
        .. Refused(
            "files of options are not read; give --max-num-tokens, --max-batch-size, --kv-cache-free-gpu-memory-fraction and their like",
            "--extra-llm-api-options", "--config"),
        .. Refused(Unmodelled, "--max-beam-width", "--capacity-scheduler-policy"),
        .. Ignored("names and access do not change timing", "--host", "--port", "--tokenizer", "--backend", "--revision", "--reasoning-parser", "--tool-parser"),
        .. IgnoredSwitches("names and access do not change timing", "--trust-remote-code"),
        .. Ignored("logging is not simulated", "--log-level"),
    ];
}
