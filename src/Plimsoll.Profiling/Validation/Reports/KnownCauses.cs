namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>What is known of why predictions deviate, by what the runs have in common.</summary>
public static class KnownCauses
{
    private const string Unknown = "not established";

    // The first that fits is named; the narrow ones come first.
    private static readonly (Func<ExperimentLine, string, bool> Fits, string Cause)[] OfRuns =
    [
        ((run, _) => run.TtftTrust is "none" or "p50", "a kernel was compiled during the run"),
        ((run, figure) => figure == "tpot_mean" && run.Osl <= 32, "a handful of decode steps after a long prompt"),
        ((run, figure) => figure == "ttft_mean" && run.Isl <= 128 && run.Requests >= 16, "a burst of short prompts queues in the front end, whose service time is a fitted term"),
        ((run, figure) => figure == "ttft_mean" && run is { Protocol: "closed:1", Requests: 1 }, "one request: the first after another experiment"),
        ((run, _) => run.Unscored.ContainsKey("ttft_mean") && run.Model.Contains("Llama", StringComparison.Ordinal), "prompts were in the prefix cache, which ones is unknown"),
        ((run, figure) => figure == "ttft_mean" && run.Requests >= 100 && run.Protocol.StartsWith("closed", StringComparison.Ordinal), "the first burst: how many of its prompts enter the engine together decides how long the loop stays in step"),
        ((run, figure) => figure == "ttft_mean" && run is { Mode: "disagg" }, "the hand-over between the two workers: first transfers of a size are slower, and hits on both sides move less"),
        ((run, figure) => figure == "tpot_mean" && run is { Mode: "disagg" }, "receiving KV caches stalls the steps of the decode worker"),
        ((run, _) => run.Model.Contains("-A3B", StringComparison.Ordinal), "experts: steps outside CUDA graphs are launched from the host, and the choice of expert kernels shows at 16 to 64 rows"),
        ((run, figure) => figure == "tpot_mean" && run.Measured.GetValueOrDefault("preemptions") > 0, "preemptions"),
    ];

    private static readonly (string Class, string Cause)[] OfClasses =
    [
        ("trtllm b200_sxm deepseek-ai/DeepSeek-R1", "multi-token prediction is not recorded; runs with it have half the TPOT"),
        ("trtllm h200_sxm deepseek-ai/DeepSeek-R1", "multi-token prediction is not recorded"),
        ("sglang b200_sxm deepseek-ai", "requests are looked for every 10 or 30 steps; runs of unknown release wait for seconds at any load"),
        ("sglang h200_sxm meta-llama/Llama-3.1-8B", "the front end limits 512 clients; prompts are mixed by a flag that is not recorded"),
        ("vllm b200_sxm openai/gpt-oss-120b", "release 0.15.1 has no tables, and those of 0.19 for MXFP4 experts on one GPU are of a slower kernel than the one that ran"),
        ("vllm h100_sxm openai/gpt-oss-120b", "512 clients were held back by a limit that is not recorded"),
        ("vllm h200_sxm nvidia/Llama-3.1-8B", "prompts repeat, and their hits in the prefix cache are not recorded"),
        ("vllm h200_sxm Qwen/Qwen3-235B", "two GPUs run at 55 ms a token whatever the load: the expert kernels of that release"),
        ("vllm h100_sxm Qwen/Qwen3-32B", "before 0.14 the host does not schedule beside the GPU, which costs about 2 ms a step"),
        ("trtllm gb200 Qwen/Qwen3-32B", "batch sizes beyond the recorded clients"),
    ];

    /// <summary>The cause of a run's deviation in a figure.</summary>
    public static string OfRun(ExperimentLine run, string figure) =>
        Array.Find(OfRuns, known => known.Fits(run, figure)).Cause ?? Unknown;

    /// <summary>The cause of the deviations of a class: backend, system and model.</summary>
    public static string OfClass(string name) =>
        Array.Find(OfClasses, known => name.StartsWith(known.Class, StringComparison.Ordinal)).Cause ?? Unknown;
}
