namespace Plimsoll.Cli.Benching;

/// <summary>Flags of AIPerf that <c>bench</c> refuses with a reason, because a run without them would measure something else.</summary>
internal static class AiperfFlags
{
    private const string Later = "not implemented yet; ";

    private static readonly (string Reason, string[] Flags)[] Groups =
    [
        (Later + "prompts are synthetic: --isl, --osl, --num-dataset-entries",
        [
            "--input-file", "--public-dataset", "--hf-subset", "--hf-weka-dataset", "--dataset-filter", "--custom-dataset-type", "--ignore-trace-delays",
            "--use-think-time-only", "--max-context-length", "--dataset-sampling-strategy", "--allow-dataset-wrap", "--trace-session-sample-ratio",
            "--prompt-corpus", "--cache-bust", "--seq-dist", "--sequence-distribution", "--random-range-ratio", "--random-corpus-style",
            "--prompt-batch-size", "--batch-size-text", "--batch-size", "-b", "--isl-block-size", "--synthetic-input-tokens-block-size",
            "--prompt-input-tokens-block-size", "--apply-chat-template", "--synthesis-speedup-ratio", "--synthesis-max-isl", "--synthesis-max-osl",
        ]),
        (Later + "prompts share no prefix",
        [
            "--prompt-prefix-pool-size", "--prefix-prompt-pool-size", "--num-prefix-prompts", "--prompt-prefix-length", "--prefix-prompt-length",
            "--shared-system-prompt-length", "--user-context-prompt-length", "--system-prompt", "--system-prompt-file",
        ]),
        (Later + "every request is a conversation of one turn",
        [
            "--conversation-num", "--num-conversations", "--num-sessions", "--conversation-turn-mean", "--session-turns-mean", "--conversation-turn-stddev",
            "--session-turns-stddev", "--conversation-turn-delay-mean", "--session-turn-delay-mean", "--conversation-turn-delay-stddev",
            "--session-turn-delay-stddev", "--conversation-turn-delay-ratio", "--session-delay-ratio", "--user-centric-rate", "--num-users", "--session-header",
        ]),
        (Later + "arrivals are --concurrency or --request-rate",
        [
            "--fixed-schedule", "--no-fixed-schedule", "--fixed-schedule-auto-offset", "--fixed-schedule-start-offset", "--fixed-schedule-end-offset",
            "--prefill-concurrency", "--concurrency-ramp-duration", "--request-rate-ramp-duration", "--prefill-concurrency-ramp-duration", "--request-rate-series",
            "--warmup-duration", "--warmup-request-rate", "--warmup-arrival-pattern", "--warmup-grace-period", "--num-warmup-sessions", "--replay-speedup",
        ]),
        (Later + "answers are awaited to their end", ["--request-cancellation-rate", "--request-cancellation-delay"]),
        (Later + "run once for each point, into a folder each",
        [
            "--num-profile-runs", "--profile-run-cooldown-seconds", "--confidence-level", "--search-space", "--search-metric", "--search-sla", "--search-recipe",
            "--sweep-type", "--variant", "--sweep-variant", "--convergence-metric", "--concurrency-min", "--concurrency-max", "--concurrency-steps",
        ]),
        (Later + "the files are those of AIPerf's default level", ["--export-level", "--profile-export-level", "--profile-export-prefix", "--profile-export-file", "--slice-duration", "--export-outputs-json", "--export-http-trace", "--auto-plot", "--plot-required"]),
        (Later + "tokens are the server's usage where it reports one, else the tokenizer's", ["--use-server-token-count", "--per-chunk-usage"]),
        (Later + "token limits go by max_completion_tokens (chat) or max_tokens (completions); set another with --extra-inputs", ["--use-legacy-max-tokens", "--force-min-tokens"]),
        (Later + "nothing but the requests is sent", ["--server-metrics", "--server-metrics-formats", "--gpu-telemetry", "--network-latency-automatic", "--wait-for-model-timeout", "--reset-kv-cache", "--server-profiler"]),
        (Later + "one server, one connection for each request under way", ["--url-strategy", "--transport", "--transport-type", "--connection-reuse-strategy", "--model-selection-strategy"]),
        (Later + "a tokenizer is a folder, a file or a model in the Hugging Face cache", ["--tokenizer-revision", "--tokenizer-trust-remote-code"]),
        ("there are no processes to configure here; leave it out", ["--workers-max", "--max-workers", "--record-processor-service-count", "--record-processors", "--zmq-host", "--zmq-ipc-path", "--zmq-dual-bind", "--api-port", "--api-host"]),
        ("notes go to stderr; leave it out", ["--log-level", "--verbose", "-v", "--extra-verbose", "-vv", "--show-trace-timing", "--stats-interval"]),
        (Later + "leave it out",
        [
            "--download-video-content", "--request-content-type", "--uuid-and-strip", "--config", "-f", "--inter-turn-delay-cap-seconds",
            "--max-idle-gap-cap-seconds", "--open-loop-replay", "--open-loop-strict", "--omit-kv-hints", "--burst-phase-starts",
            "--trace-idle-gap-cap-seconds", "--system-idle-gap-cap-seconds", "--scenario", "--unsafe-override", "--stream", "--gen-ai-provider",
            "--profile-run-disable-warmup-after-first", "--set-consistent-seed", "--vary-seed-per-trial", "--no-sweep-table", "--bo-constraint-mode",
            "--ttft-sla-ms", "--itl-sla-ms", "--tpot-sla-ms", "--e2e-sla-ms", "--slo-attainment-fraction", "--degradation-threshold",
            "--degradation-metric-tag", "--degradation-stat",
        ]),
        ("use --max-error-rate", ["--failed-request-threshold", "--error-rate-sla"]),
    ];

    private static readonly string[] OtherPrefixes =
        ["--audio-", "--image-", "--video-", "--rankings-", "--accuracy-", "--otel-", "--mlflow-", "--wandb-", "--optuna-", "--search-", "--synthesis-", "--trajectory-", "--agentic-", "--batch-size-", "--warmup-", "--parameter-sweep-", "--convergence-", "--server-profiler-", "--wait-for-model-", "--reset-kv-cache-", "--isl-", "--osl-", "--network-latency-"];

    /// <summary>What to do instead of the flag; null when it is none of AIPerf's.</summary>
    public static string? Instead(string flag)
    {
        foreach (var (reason, flags) in Groups)
        {
            if (Array.IndexOf(flags, flag) >= 0)
            {
                return reason;
            }
        }

        return Array.Exists(OtherPrefixes, prefix => flag.StartsWith(prefix, StringComparison.Ordinal)) ? Later + "leave it out" : null;
    }
}
