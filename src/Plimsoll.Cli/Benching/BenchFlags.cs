using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Benching;

/// <summary>The flags of <c>bench</c>: AIPerf's names and spellings, and a few of ours.</summary>
internal static class BenchFlags
{
    private const string Endpoint = "The endpoint";
    private const string Load = "The load";
    private const string Prompts = "Prompts and answers";
    private const string Results = "Results";

    public static readonly Flag Model = new("--model", "NAME", "The model's name in requests.") { Aliases = ["-m", "--model-names"], Required = true, Heading = Endpoint };
    public static readonly Flag Url = new("--url", "URL", "Where the server is; a base that ends in /v1 is fine.") { Aliases = ["-u"], Default = "http://localhost:8000", Heading = Endpoint };
    public static readonly Flag EndpointType = new("--endpoint-type", "TYPE", "Which interface is called.") { Choices = ["chat", "completions"], Default = "chat", Heading = Endpoint };
    public static readonly Flag CustomEndpoint = new("--endpoint", "PATH", "Another path than the interface's.") { Aliases = ["--custom-endpoint"], Heading = Endpoint };
    public static readonly Flag Streaming = new("--streaming", null, "Stream the answers; TTFT and ITL exist only then.") { Heading = Endpoint };
    public static readonly Flag Timeout = new("--request-timeout-seconds", "S", "Longest time of one request.") { Default = "21600", Heading = Endpoint };
    public static readonly Flag ApiKey = new("--api-key", "KEY", "Sent as a bearer token; never written anywhere.") { Heading = Endpoint };
    public static readonly Flag Header = new("--header", "NAME:VALUE", "A further header, or a JSON object of them.") { Aliases = ["-H"], Repeatable = true, Heading = Endpoint };
    public static readonly Flag ExtraInputs = new("--extra-inputs", "NAME:VALUE", "Further members of every request, or a JSON object of them; they win over ours.") { Repeatable = true, Heading = Endpoint };

    public static readonly Flag Concurrency = new("--concurrency", "N", "The most requests under way at once.") { Default = "1, without a rate", Heading = Load };
    public static readonly Flag Rate = new("--request-rate", "R", "Requests per second, whatever the server does.") { Heading = Load };
    public static readonly Flag RateMode = new("--request-rate-mode", "LAW", "How the gaps between requests vary.") { Aliases = ["--arrival-pattern"], Choices = ["constant", "poisson", "gamma"], Default = "poisson", Heading = Load };
    public static readonly Flag Smoothness = new("--arrival-smoothness", "K", "The shape of gamma: below 1 is burstier than poisson.") { Aliases = ["--vllm-burstiness"], Heading = Load };
    public static readonly Flag Requests = new("--request-count", "N", "Requests to measure.") { Aliases = ["--num-requests"], Default = "10, without a duration", Heading = Load };
    public static readonly Flag Duration = new("--benchmark-duration", "S", "Send for so long.") { Heading = Load };
    public static readonly Flag Grace = new("--benchmark-grace-period", "S", "After the duration, wait so long for answers.") { Default = "30", Heading = Load };
    public static readonly Flag Warmup = new("--warmup-request-count", "N", "Requests before the measurement, with prompts of their own.") { Aliases = ["--num-warmup-requests"], Default = "0", Heading = Load };
    public static readonly Flag WarmupConcurrency = new("--warmup-concurrency", "N", "Concurrency of the warm-up.") { Default = "as measured", Heading = Load };

    public static readonly Flag Isl = new("--isl", "N", "Mean prompt length, tokens.") { Aliases = ["--synthetic-input-tokens-mean", "--prompt-input-tokens-mean"], Default = "550", Heading = Prompts };
    public static readonly Flag IslSpread = new("--isl-stddev", "N", "Its standard deviation.") { Aliases = ["--synthetic-input-tokens-stddev", "--prompt-input-tokens-stddev"], Default = "0", Heading = Prompts };
    public static readonly Flag Osl = new("--osl", "N", "Mean answer length to ask for, tokens; a server may stop earlier unless told to ignore the end.") { Aliases = ["--output-tokens-mean", "--prompt-output-tokens-mean"], Heading = Prompts };
    public static readonly Flag OslSpread = new("--osl-stddev", "N", "Its standard deviation.") { Aliases = ["--output-tokens-stddev", "--prompt-output-tokens-stddev"], Default = "0", Heading = Prompts };
    public static readonly Flag Entries = new("--num-dataset-entries", "N", "Different prompts; used again from the first when they run out.") { Aliases = ["--num-prompts"], Default = "one for each request, 100 with a duration", Heading = Prompts };
    public static readonly Flag Tokenizer = new("--tokenizer", "NAME", "A folder or file with tokenizer.json, a model in the Hugging Face cache, or 'none'.") { Default = "the model's", Heading = Prompts };
    public static readonly Flag Seed = new("--random-seed", "N", "Determines prompts and arrivals.") { Default = "another one each time", Heading = Prompts };

    public static readonly Flag Goodput = new("--goodput", "TARGETS", "What a good request meets, such as 'time_to_first_token:200 inter_token_latency:20'.") { Heading = Results };
    public static readonly Flag ArtifactDir = new("--artifact-dir", "DIR", "Where the files go.") { Aliases = ["--output-artifact-dir"], Default = "a folder below artifacts/, named after the load", Heading = Results };
    public static readonly Flag Replace = new("--replace", null, "Replace an earlier run in the same folder.") { Heading = Results };
    public static readonly Flag MaxErrorRate = new("--max-error-rate", "SHARE", "Share of failed requests (0 to 1) above which the run ends with exit code 5.") { Default = "0", Heading = Results };
    public static readonly Flag Ui = new("--ui", "KIND", "Accepted for AIPerf's scripts: there is one kind of output here.") { Aliases = ["--ui-type"], Choices = ["dashboard", "simple", "none"], Heading = Results };
    public static readonly Flag NoGpuTelemetry = new("--no-gpu-telemetry", null, "Accepted: none is collected.") { Heading = Results };
    public static readonly Flag NoServerMetrics = new("--no-server-metrics", null, "Accepted: none are collected.") { Heading = Results };

    /// <summary>All flags, in the order of the help.</summary>
    public static IReadOnlyList<Flag> All { get; } =
    [
        Model, Url, EndpointType, CustomEndpoint, Streaming, Timeout, ApiKey, Header, ExtraInputs,
        Concurrency, Rate, RateMode, Smoothness, Requests, Duration, Grace, Warmup, WarmupConcurrency,
        Isl, IslSpread, Osl, OslSpread, Entries, Tokenizer, Seed,
        Goodput, ArtifactDir, Replace, MaxErrorRate, Ui, NoGpuTelemetry, NoServerMetrics,
    ];
}
