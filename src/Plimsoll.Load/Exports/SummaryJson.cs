using System.Globalization;
using System.Text.Json;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Records;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Exports;

/// <summary>Writes <c>profile_export_aiperf.json</c> (schema 1.4).</summary>
internal static class SummaryJson
{
    private static readonly string[] First =
    [
        "request_throughput", "request_latency", "request_count", "time_to_first_token", "time_to_second_token", "inter_token_latency",
        "output_token_throughput", "output_token_throughput_per_user", "output_sequence_length", "input_sequence_length", "goodput",
        "good_request_count", "output_token_count", "reasoning_token_count", "inter_chunk_latency", "total_output_tokens",
        "total_reasoning_tokens", "benchmark_duration", "total_isl", "total_osl", "error_request_count", "error_isl", "total_error_isl",
    ];

    public static void Write(Stream output, RunDescription run, RunMetrics metrics, RunMetrics? warmup, RunClock clock)
    {
        using var json = new Utf8JsonWriter(output, JsonFormats.Indented);
        json.WriteStartObject();
        json.WriteString("schema_version"u8, "1.4"u8);
        json.WriteString("aiperf_version"u8, "0.13.0"u8);
        json.WriteString("benchmark_id"u8, run.BenchmarkId);
        foreach (var tag in First)
        {
            if (metrics.Find(tag) is { } metric)
            {
                JsonFormats.WriteMetric(json, metric);
            }
        }

        json.WritePropertyName("input_config"u8);
        run.InputConfig.WriteTo(json);
        json.WriteStartObject("run_info"u8);
        json.WriteString("benchmark_id"u8, run.BenchmarkId);
        json.WriteNumber("random_seed"u8, run.Seed);
        json.WriteNumber("trial"u8, 0);
        json.WriteString("cli_command"u8, run.Command);
        json.WriteEndObject();
        json.WriteBoolean("was_cancelled"u8, run.Profiling.WasCancelled);
        json.WriteBoolean("is_complete"u8, !run.Profiling.WasCancelled);
        WriteErrors(json, run.Profiling.Records);
        json.WriteString("start_time"u8, LocalTime(clock, run.Profiling.StartNs));
        json.WriteString("end_time"u8, LocalTime(clock, run.Profiling.EndNs));
        foreach (var metric in metrics.All.Where(metric => !First.Contains(metric.Tag)))
        {
            JsonFormats.WriteMetric(json, metric);
        }

        if (warmup is not null)
        {
            json.WriteStartObject("warmup_metrics"u8);
            foreach (var metric in warmup.All)
            {
                JsonFormats.WriteMetric(json, metric);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string LocalTime(RunClock clock, long ns) =>
        clock.TimeOfDay(ns).LocalDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static void WriteErrors(Utf8JsonWriter json, IEnumerable<RequestRecord> records)
    {
        json.WriteStartArray("error_summary"u8);
        foreach (var same in records.Where(r => r.Failure is { Kind: not FailureKind.Cancelled }).GroupBy(r => r.Failure!).OrderByDescending(group => group.Count()))
        {
            json.WriteStartObject();
            json.WritePropertyName("error_details"u8);
            RecordLine.WriteFailure(json, same.Key);
            json.WriteNumber("count"u8, same.Count());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
