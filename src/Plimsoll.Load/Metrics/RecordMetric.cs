using Plimsoll.Load.Records;

namespace Plimsoll.Load.Metrics;

/// <summary>A figure of one request, named and defined as AIPerf 0.13 does unless its remark says otherwise.</summary>
/// <param name="Tag">Its key in files.</param>
/// <param name="Header">Its name for readers.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">Its value, or null when the request has none.</param>
public sealed record RecordMetric(string Tag, string Header, string Unit, Func<RequestRecord, double?> Value)
{
    private const string Milliseconds = "ms";
    private const string Tokens = "tokens";
    private const string PerUser = "tokens/sec/user";

    /// <summary>The key of the gaps between pieces, of which a request has many.</summary>
    public const string GapTag = "inter_chunk_latency";

    /// <summary>Whether more is better, which turns a target around.</summary>
    public bool MoreIsBetter => Unit == PerUser;

    /// <summary>Whether values are whole numbers.</summary>
    public bool IsWhole => Unit is Tokens or "count" || Tag == "http_req_connection_reused";

    /// <summary>All figures of a successful request, in the order of files.</summary>
    public static IReadOnlyList<RecordMetric> All { get; } =
    [
        new("request_latency", "Request Latency", Milliseconds, r => LatencyMs(r)),
        new("time_to_first_token", "Time to First Token", Milliseconds, r => FirstMs(r)),
        new("time_to_second_token", "Time to Second Token", Milliseconds, r => IsStreamed(r) && r.ContentNs.Length > 1 ? Ms(r.ContentNs[1] - r.ContentNs[0]) : null),
        new("inter_token_latency", "Inter Token Latency", Milliseconds, InterTokenMs),
        new("output_token_throughput_per_user", "Output Token Throughput Per User", PerUser, r => Per(1000, InterTokenMs(r))),
        new("output_sequence_length", "Output Sequence Length", Tokens, r => r.Tokens.Output),
        new("input_sequence_length", "Input Sequence Length", Tokens, r => r.Tokens.Input),
        new("output_token_count", "Output Token Count", Tokens, r => r.Tokens.Output - (r.Tokens.Reasoning ?? 0)),
        new("reasoning_token_count", "Reasoning Token Count", Tokens, r => r.Tokens.Reasoning),
        new("http_req_blocked", "HTTP Blocked", Milliseconds, _ => 0),
        new("http_req_dns_lookup", "HTTP DNS Lookup", Milliseconds, _ => 0),
        new("http_req_connecting", "HTTP Connecting", Milliseconds, r => Ms(r.ConnectingNs)),
        new("http_req_sending", "HTTP Sending", Milliseconds, SendingMs),
        new("http_req_waiting", "HTTP Waiting (TTFB)", Milliseconds, WaitingMs),
        new("http_req_receiving", "HTTP Receiving", Milliseconds, ReceivingMs),
        new("http_req_duration", "HTTP Duration (excl. conn)", Milliseconds, DurationMs),
        new("http_req_connection_overhead", "HTTP Connection Overhead", Milliseconds, r => Ms(r.ConnectingNs)),
        new("http_req_total", "HTTP Total Time", Milliseconds, r => Ms(r.ConnectingNs) + DurationMs(r)),
        new("http_req_data_sent", "HTTP Data Sent", "KB", r => r.Request.Body.Length / 1024.0),
        new("http_req_data_received", "HTTP Data Received", "KB", r => r.BytesReceived / 1024.0),
        new("http_req_chunks_sent", "HTTP Chunks Sent", "count", r => r.Writes),
        new("http_req_chunks_received", "HTTP Chunks Received", "count", r => r.Reads),
        new("http_req_connection_reused", "HTTP Connection Reused", "ratio", r => r.ConnectionReused ? 1 : 0),
        new("time_to_first_output_token", "Time to First Output Token", Milliseconds, r => IsStreamed(r) && r.FirstAnswerNs > 0 ? Ms(r.FirstAnswerNs - r.StartNs) : null),
        new("decode_duration", "Decode Duration", Milliseconds, r => LatencyMs(r) - FirstMs(r)),
        new("e2e_output_token_throughput", "E2E Output Token Throughput", PerUser, r => Per(r.Tokens.Output * 1000, LatencyMs(r))),
        new("prefill_throughput_per_user", "Prefill Throughput Per User", PerUser, r => Per(r.Tokens.Input * 1000, FirstMs(r))),
        new("usage_prompt_tokens", "Usage Prompt Tokens", Tokens, r => r.Usage?.Prompt),
        new("usage_completion_tokens", "Usage Completion Tokens", Tokens, r => r.Usage?.Completion),
        new("usage_total_tokens", "Usage Total Tokens", Tokens, r => r.Usage?.Total),
        new("usage_reasoning_tokens", "Usage Reasoning Tokens", Tokens, r => r.Usage?.Reasoning),
        new("usage_prompt_cache_read_tokens", "Usage Prompt Cache Read Tokens", Tokens, r => r.Usage?.CachedPrompt),
        new("usage_prompt_tokens_diff_pct", "Usage Prompt Diff %", "%", r => DifferencePercent(r.Usage?.Prompt, r.Tokens.Input)),
        new("usage_completion_tokens_diff_pct", "Usage Completion Diff %", "%", r => DifferencePercent(r.Usage?.Completion, r.Tokens.Output)),
        new("osl_mismatch_diff_pct", "OSL Mismatch Diff %", "%", r => r.Request.OutputTokens is { } asked ? (r.Tokens.Output - asked) * 100.0 / asked : null),
        new("credit_to_start_latency", "Credit-to-Start Latency", Milliseconds, r => Ms(r.StartNs - r.IntendedNs)),
        new("effective_latency", "Effective Latency (CO-aware)", Milliseconds, r => Ms(r.EndNs - r.IntendedNs)),
    ];

    /// <summary>The figure of a tag, or null.</summary>
    public static RecordMetric? Find(string tag) => All.FirstOrDefault(metric => metric.Tag == tag);

    /// <summary>The gaps between pieces of a streamed answer, ms; null when it had one piece.</summary>
    public static double[]? GapsMs(RequestRecord record)
    {
        var times = record.ContentNs;
        if (times.Length < 2)
        {
            return null;
        }

        var gaps = new double[times.Length - 1];
        for (var i = 0; i < gaps.Length; i++)
        {
            gaps[i] = Ms(times[i + 1] - times[i]);
        }

        return gaps;
    }

    /// <summary>
    /// Mean time between tokens. AIPerf divides by OSL − 1, which is right when each piece is one token; where pieces are bundles, the first
    /// bundle's tokens have no gap before them, so its mean size takes the place of 1.
    /// </summary>
    private static double? InterTokenMs(RequestRecord record)
    {
        if (!IsStreamed(record) || record.Tokens.Output is not (>= 2 and var output) || record.ContentNs.Length < 2)
        {
            return null;
        }

        var first = Math.Max(1, (double)output / record.ContentNs.Length);
        return Ms(record.ContentNs[^1] - record.ContentNs[0]) / (output - first);
    }

    private static bool IsStreamed(RequestRecord record) => record.IsStreamed && record.ContentNs.Length > 0;

    private static double Ms(long ns) => ns / 1e6;

    private static double LatencyMs(RequestRecord record) => Ms(record.EndNs - record.StartNs);

    private static double? FirstMs(RequestRecord record) => IsStreamed(record) ? Ms(record.ContentNs[0] - record.StartNs) : null;

    private static double? SendingMs(RequestRecord record) => record.Writes > 0 ? Ms(record.LastWriteNs - record.FirstWriteNs) : null;

    private static double? WaitingMs(RequestRecord record) => record.AcknowledgedNs > 0 ? Ms(Math.Max(0, record.AcknowledgedNs - record.LastWriteNs)) : null;

    private static double? ReceivingMs(RequestRecord record) => record.AcknowledgedNs > 0 ? Ms(record.FinishedNs - record.AcknowledgedNs) : null;

    private static double? DurationMs(RequestRecord record) => SendingMs(record) + WaitingMs(record) + ReceivingMs(record);

    private static double? Per(double? amount, double? ms) => ms > 0 ? amount / ms : null;

    private static double? DifferencePercent(int? theirs, int? ours) => theirs is { } t && ours is > 0 and var o ? Math.Abs(t - o) * 100.0 / o : null;
}
