using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Questions;
using Plimsoll.Model.Backends;

namespace Plimsoll.Cli.Simulating;

/// <summary>The flags of <c>simulate</c>. What it has in common with planning are the keys of a plan.</summary>
internal static class SimulateFlags
{
    private const string What = "What is simulated";
    private const string Load = "The load";
    private const string Targets = "Targets (milliseconds, of each request; goodput counts requests that meet all of them)";
    private const string EngineHeading = "The engine";
    private const string Times = "Kernel times";
    private const string Results = "Results";

    // The rest of a planning question is asked in other words, or does not arise.
    private static readonly string[] OtherKeys =
    [
        "total_gpus", "isl", "osl", "protocol", "length_range", "lengths", "request_rate", "trace", "seed",
        "ttft_ms", "tpot_ms", "request_latency_ms", "ttft_p99_ms", "tpot_p99_ms", "request_latency_p99_ms", "slo_percentile",
        "serving_mode", "max_gpus_per_worker", "top_n", "verify",
    ];

    /// <summary>A report of <c>default</c>.</summary>
    public static readonly Flag Plan = new("--plan", "FILE", "Simulate a configuration of a report of 'default' (report.json); flags win over it.") { Heading = What };

    /// <summary>Which of its configurations.</summary>
    public static readonly Flag Rank = new("--rank", "[MODE:]RANK", "Which configuration of --plan, such as 1 or disagg:2.") { Default = "1, of the better way of serving", Heading = What };

    /// <summary>Aggregated workers.</summary>
    public static readonly Flag Parallel = new("--parallel", "LAYOUT", "The layout of aggregated workers, such as tp4, tp2pp2 or dp8ep8.") { Heading = What };

    /// <summary>How many aggregated workers.</summary>
    public static readonly Flag Workers = new("--workers", "N", "Aggregated workers.") { Default = "1", Heading = What };

    /// <summary>Prefill workers.</summary>
    public static readonly Flag Prefill = new("--prefill", "LAYOUT", "Disaggregated: the layout of prefill workers.") { Heading = What };

    /// <summary>How many prefill workers.</summary>
    public static readonly Flag PrefillWorkers = new("--prefill-workers", "N", "Prefill workers.") { Default = "1", Heading = What };

    /// <summary>Decode workers.</summary>
    public static readonly Flag Decode = new("--decode", "LAYOUT", "Disaggregated: the layout of decode workers.") { Heading = What };

    /// <summary>How many decode workers.</summary>
    public static readonly Flag DecodeWorkers = new("--decode-workers", "N", "Decode workers.") { Default = "1", Heading = What };

    /// <summary>The router.</summary>
    public static readonly Flag Routing = new("--routing", "POLICY", "How requests are spread over workers.") { Choices = ["round-robin", "least-loaded", "kv-aware"], Default = "round-robin", Heading = What };

    /// <summary>The protocol.</summary>
    public static readonly Flag Protocol = new(
        "--protocol", "PROTOCOL", "When requests are sent: closed:CLIENTS, steady:CLIENTS, poisson:RATE, constant:RATE, gamma:RATE,CV, burst or trace:FILE.")
    { Required = true, Heading = Load };

    /// <summary>Prompt lengths.</summary>
    public static readonly Flag Isl = new("--isl", "LENGTH", "Prompt tokens: a number, uniform:FROM..TO, normal:MEAN,SD or lognormal:MEAN,CV.") { Default = "4000", Heading = Load };

    /// <summary>Answer lengths.</summary>
    public static readonly Flag Osl = new("--osl", "LENGTH", "Answer tokens, written the same way.") { Default = "1000", Heading = Load };

    /// <summary>Spread of lengths.</summary>
    public static readonly Flag LengthRange = new("--length-range", "SHARE", "Draw prompt and answer lengths evenly between this share of --isl and --osl and the whole, as benchmarks do with 0.8.") { Default = "1, all alike", Heading = Load };

    /// <summary>Lengths from a file.</summary>
    public static readonly Flag Lengths = new("--lengths", "FILE", "Draw pairs of prompt and answer lengths from the requests of a file (any format of trace:).") { Heading = Load };

    /// <summary>Number of requests.</summary>
    public static readonly Flag Requests = new("--requests", "N", "Requests that count.") { Default = "10 for each client; 1000 at a rate; all of a trace", Heading = Load };

    /// <summary>Common prompt beginning.</summary>
    public static readonly Flag SharedPrefix = new("--shared-prefix", "TOKENS", "Leading prompt tokens that are the same text in all requests; the simulated prefix cache finds them.") { Default = "0", Heading = Load };

    /// <summary>Turns of a conversation.</summary>
    public static readonly Flag Turns = new("--turns", "N", "Requests of a conversation; each prompt repeats what was said and adds --isl tokens.") { Default = "1", Heading = Load };

    /// <summary>Think time.</summary>
    public static readonly Flag ThinkTime = new("--think-time", "MS", "Pause of a conversation after each answer.") { Default = "0", Heading = Load };

    /// <summary>Block size of hash ids.</summary>
    public static readonly Flag BlockTokens = new("--block-tokens", "TOKENS", "Tokens of a block that one hash id of a Mooncake trace stands for.") { Default = "512", Heading = Load };

    /// <summary>The seed.</summary>
    public static readonly Flag Seed = new("--seed", "N", "Decides everything random; the same seed gives the same bytes.") { Default = "0", Heading = Load };

    /// <summary>Goodput bound.</summary>
    public static readonly Flag Ttft = new("--ttft", "MS", "Time to first token.") { Default = "none, or the plan's", Heading = Targets };

    /// <summary>Goodput bound.</summary>
    public static readonly Flag Tpot = new("--tpot", "MS", "Time per output token after the first.") { Default = "none, or the plan's", Heading = Targets };

    /// <summary>Goodput bound.</summary>
    public static readonly Flag RequestLatency = new("--request-latency", "MS", "Latency of the whole request.") { Default = "none, or the plan's", Heading = Targets };

    /// <summary>Launch flags.</summary>
    public static readonly Flag EngineArgs = new("--engine-args", "FLAGS", "Real launch flags of the engine in one text, as \"--max-num-batched-tokens 2048 --max-model-len 8192\"; they win over the flags below.") { Heading = EngineHeading };

    /// <summary>Output format.</summary>
    public static readonly Flag Output = new("--output", "FORMAT", "What to print.") { Choices = ["text", "json", "csv"], Default = "text", Heading = Results };

    /// <summary>Records file.</summary>
    public static readonly Flag Records = new("--records", "FILE", "Write every request as AIPerf writes its records (profile_export.jsonl).") { Heading = Results };

    /// <summary>Trace-event file.</summary>
    public static readonly Flag Events = new("--events", "FILE", "Write every step and request as Chrome trace JSON, for Perfetto.") { Heading = Results };

    /// <summary>Figure file.</summary>
    public static readonly Flag Timeline = new("--timeline", "FILE", "Draw running and waiting requests and KV use over time; PNG when the name ends so, else SVG.") { Heading = Results };

    /// <summary>The keys that simulating and planning have in common.</summary>
    public static IReadOnlyList<PlanKey> Keys { get; } = [.. PlanKeys.All.Where(key => !OtherKeys.Contains(key.Name))];

    /// <summary>All flags, in the order of the help.</summary>
    public static IReadOnlyList<Flag> All { get; } =
    [
        Plan, Rank, .. Under(What, "model", "system", "decode_system", "backend", "backend_version"),
        Parallel, Workers, Prefill, PrefillWorkers, Decode, DecodeWorkers, Routing,
        Protocol, Isl, Osl, LengthRange, Lengths, Requests, .. Under(Load, "prefix"), SharedPrefix, Turns, ThinkTime, BlockTokens, Seed,
        Ttft, Tpot, RequestLatency, EngineArgs,
        .. Keys.Where(key => key.Name.StartsWith("quantization.", StringComparison.Ordinal)).Select(key => key.Flag with { Heading = EngineHeading }),
        .. Under(EngineHeading, "max_batched_tokens", "max_sequences", "memory_fraction", "kv_link_gb_per_s", "kv_link_latency_ms"),
        .. Under(Times, "systems_paths", "database_mode", "moe_distribution", "repair"),
        Output, Records, Timeline, Events,
    ];

    // With --plan nothing but the protocol is required; without it the question says what is missing.
    private static IEnumerable<Flag> Under(string heading, params string[] names) =>
        names.Select(name => Keys.First(key => key.Name == name).Flag with { Heading = heading, Required = false })
            .Select(flag => flag.Name == "--backend" ? flag with { Choices = BackendKindNames.All, Default = null, Description = "The engine." } : flag);
}
