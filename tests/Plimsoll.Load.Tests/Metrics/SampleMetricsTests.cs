using System.Text.Json;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Metrics;

/// <summary>Figures computed from the records of real AIPerf runs are those of AIPerf's own summary.</summary>
public sealed class SampleMetricsTests
{
    private static readonly string[] Checked =
    [
        "request_latency", "time_to_first_token", "time_to_second_token", "inter_token_latency", "output_token_throughput_per_user",
        "output_sequence_length", "input_sequence_length", "output_token_count", "inter_chunk_latency", "decode_duration",
        "e2e_output_token_throughput", "prefill_throughput_per_user", "usage_prompt_tokens", "usage_prompt_tokens_diff_pct", "osl_mismatch_diff_pct",
        "request_count", "completed_request_count", "request_error_rate", "benchmark_duration", "total_isl", "total_osl", "total_output_tokens",
        "total_usage_prompt_tokens", "usage_discrepancy_count", "osl_mismatch_count", "error_request_count", "error_isl", "total_error_isl",
        "adj_request_latency", "adj_time_to_first_token", "good_request_count", "good_request_fraction",
    ];

    // These divide by the duration of the phase, which the sample tells to the microsecond only.
    private static readonly string[] OverTime =
    [
        "request_throughput", "output_token_throughput", "total_token_throughput", "input_token_throughput", "goodput",
        "effective_concurrency", "effective_prefill_concurrency", "effective_decode_concurrency", "effective_decode_throughput",
        "effective_prefill_throughput", "effective_total_throughput",
    ];

    [Theory]
    [InlineData("fixed-chat-c4", null)]
    [InlineData("err-500-every5", null)]
    [InlineData("goodput", "time_to_first_token:52 inter_token_latency:12 request_latency:500")]
    [InlineData("rate-poisson", null)]
    public void Figures_of_a_run_are_those_of_its_summary(string run, string? goodput)
    {
        var folder = Path.Combine(SharedData.Require("oracles/aiperf/runs"), run, "artifacts");
        using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "profile_export_aiperf.json")));
        var metrics = new RunMetrics(Phase(folder, summary.RootElement), goodput is null ? null : Goodput.Read(goodput));

        var compared = Checked.Concat(OverTime).Where(tag => summary.RootElement.TryGetProperty(tag, out _)).ToArray();
        Assert.True(compared.Length > 30, $"{compared.Length} compared");
        Assert.All(compared, tag =>
        {
            var (theirs, ours) = (summary.RootElement.GetProperty(tag), metrics.Find(tag));
            Assert.NotNull(ours);
            Assert.Equal(theirs.GetProperty("unit").GetString(), ours.Unit);
            var tolerance = Array.IndexOf(OverTime, tag) >= 0 ? 5e-3 : 1e-5;
            Close(theirs, "avg", ours.Value ?? ours.Values?.Average, tolerance);
            if (ours.Values is { } values && Array.IndexOf(OverTime, tag) < 0)
            {
                Close(theirs, "min", values.Minimum, tolerance);
                Close(theirs, "max", values.Maximum, tolerance);
                Close(theirs, "std", values.StandardDeviation, 1e-3);
                Close(theirs, "p50", values.Percentile(50), tolerance);
                Close(theirs, "p99", values.Percentile(99), tolerance);
            }
        });
    }

    private static void Close(JsonElement theirs, string key, double? ours, double tolerance)
    {
        if (!theirs.TryGetProperty(key, out var value))
        {
            Assert.Null(ours);
            return;
        }

        Assert.NotNull(ours);
        Assert.InRange(ours.Value, value.GetDouble() - (tolerance * (1 + Math.Abs(value.GetDouble()))), value.GetDouble() + (tolerance * (1 + Math.Abs(value.GetDouble()))));
    }

    private static PhaseOutcome Phase(string folder, JsonElement summary)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "profile_export.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var asked = (int)summary.GetProperty("input_config").GetProperty("datasets")[0].GetProperty("prompts").GetProperty("osl").GetProperty("mean").GetDouble();
        var zero = lines.Min(line => line.GetProperty("metadata").GetProperty("credit_issued_ns").GetInt64());
        var records = lines.Select((line, i) => Record(line, i, zero, asked)).ToArray();
        var seconds = (summary.GetProperty("end_time").GetDateTime() - summary.GetProperty("start_time").GetDateTime()).TotalSeconds;
        return new PhaseOutcome(new PhaseSettings(), 0, (long)(seconds * 1e9), records, false);
    }

    private static RequestRecord Record(JsonElement line, int number, long zero, int asked)
    {
        var (metadata, metrics) = (line.GetProperty("metadata"), line.GetProperty("metrics"));
        var start = metadata.GetProperty("request_start_ns").GetInt64() - zero;
        var failed = line.TryGetProperty("error", out _);
        double Value(string tag) => metrics.GetProperty(tag).GetProperty("value").GetDouble();
        var input = (int)Value(failed ? "error_isl" : "input_sequence_length");
        var record = new RequestRecord
        {
            Number = number,
            Request = new PreparedRequest(number, [], input, asked),
            PhaseIndex = 0,
            IsWarmup = false,
            IsStreamed = true,
            IntendedNs = metadata.GetProperty("credit_issued_ns").GetInt64() - zero,
            StartNs = start,
            FinishedNs = start,
        };
        if (failed)
        {
            record.Failure = new RequestFailure(FailureKind.Status, 500, "", "");
            record.Tokens = new TokenCounts(input, TokenSource.Exact, null, null, TokenSource.Unknown);
            return record;
        }

        List<long> times = [start + (long)Math.Round(Value("time_to_first_token") * 1e6)];
        foreach (var gap in metrics.GetProperty("inter_chunk_latency").GetProperty("value").EnumerateArray())
        {
            times.Add(times[^1] + (long)Math.Round(gap.GetDouble() * 1e6));
        }

        record.ContentNs = [.. times];
        record.FirstAnswerNs = times[0];
        record.FinishedNs = times[^1];
        record.Usage = new TokenUsage((int)Value("usage_prompt_tokens"), (int)Value("usage_completion_tokens"), (int)Value("usage_total_tokens"), null, null);
        record.Tokens = new TokenCounts(input, TokenSource.Exact, (int)Value("output_sequence_length"), null, TokenSource.Usage);
        return record;
    }
}
