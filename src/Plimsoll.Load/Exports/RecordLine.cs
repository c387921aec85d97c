using System.Text.Json;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Records;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Exports;

/// <summary>Writes one request as a line of <c>profile_export.jsonl</c>: AIPerf's keys, and under <c>metadata</c> some of ours.</summary>
internal sealed class RecordLine(RunClock clock, string process)
{
    // In this file AIPerf has these in the summary only.
    private static readonly RecordMetric[] Metrics = [.. RecordMetric.All.Where(metric => metric.Tag is not ("credit_to_start_latency" or "effective_latency"))];

    public void Write(Utf8JsonWriter json, RequestRecord record)
    {
        json.WriteStartObject();
        WriteMetadata(json, record);
        json.WriteStartObject("metrics"u8);
        if (record.Succeeded)
        {
            WriteMetrics(json, record);
        }
        else
        {
            Number(json, "error_isl", "tokens", record.Tokens.Input);
            Number(json, "error_latency", "ms", (record.EndNs - record.StartNs) / 1e6);
        }

        json.WriteEndObject();
        if (record.Failure is { } failure)
        {
            json.WritePropertyName("error"u8);
            WriteFailure(json, failure);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a failure in AIPerf's shape, with our class of it.</summary>
    public static void WriteFailure(Utf8JsonWriter json, RequestFailure failure)
    {
        json.WriteStartObject();
        if (failure.Code is { } code)
        {
            json.WriteNumber("code"u8, code);
        }

        json.WriteString("type"u8, failure.Type);
        json.WriteString("message"u8, failure.Message);
        json.WriteString("class"u8, ClassName(failure.Kind));
        json.WriteEndObject();
    }

    /// <summary>A class of failures in files and pages.</summary>
    public static string ClassName(FailureKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static void Number(Utf8JsonWriter json, string tag, string unit, double? value)
    {
        if (value is { } number)
        {
            json.WriteStartObject(tag);
            json.WriteNumber("value"u8, number);
            json.WriteString("unit"u8, unit);
            json.WriteEndObject();
        }
    }

    private void WriteMetadata(Utf8JsonWriter json, RequestRecord record)
    {
        var (number, kind) = (record.Number, record.IsWarmup ? 1 : 0);
        var correlation = Guid(process, 2 + kind, number);
        var phase = record.IsWarmup ? "warmup"u8 : "profiling"u8;
        json.WriteStartObject("metadata"u8);
        json.WriteNumber("session_num"u8, number);
        json.WriteString("x_request_id"u8, Guid(process, kind, number));
        json.WriteString("x_correlation_id"u8, correlation);
        json.WriteString("conversation_id"u8, $"session_{record.Request.Index:D6}");
        json.WriteNumber("turn_index"u8, 0);
        json.WriteNumber("credit_issued_ns"u8, clock.EpochNs(record.IntendedNs));
        json.WriteNumber("request_start_ns"u8, clock.EpochNs(record.StartNs));
        if (record.AcknowledgedNs > 0)
        {
            json.WriteNumber("request_ack_ns"u8, clock.EpochNs(record.AcknowledgedNs));
        }

        json.WriteNumber("request_end_ns"u8, clock.EpochNs(record.EndNs));
        json.WriteString("worker_id"u8, "worker_0"u8);
        json.WriteString("record_processor_id"u8, "record_processor_0"u8);
        json.WriteString("benchmark_phase"u8, phase);
        json.WriteNumber("phase_index"u8, record.PhaseIndex);
        if (!record.IsWarmup)
        {
            json.WriteNumber("profiling_index"u8, 0);
        }

        json.WriteString("phase_name"u8, phase);
        json.WriteString("phase_kind"u8, phase);
        json.WriteBoolean("was_cancelled"u8, record.Failure is { Kind: FailureKind.Cancelled });
        json.WriteBoolean("context_overflow_skip"u8, false);
        json.WriteNumber("agent_depth"u8, 0);
        json.WriteString("root_correlation_id"u8, correlation);
        json.WriteString("input_tokens_from"u8, JsonNamingPolicy.CamelCase.ConvertName(record.Tokens.InputFrom.ToString()));
        json.WriteString("output_tokens_from"u8, JsonNamingPolicy.CamelCase.ConvertName(record.Tokens.OutputFrom.ToString()));
        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, RequestRecord record)
    {
        foreach (var metric in Metrics)
        {
            Number(json, metric.Tag, metric.Unit, metric.Value(record));
        }

        if (record.IsStreamed && record.ContentNs.Length > 1)
        {
            var times = record.ContentNs;
            json.WriteStartObject(RecordMetric.GapTag);
            json.WriteStartArray("value"u8);
            for (var i = 1; i < times.Length; i++)
            {
                json.WriteNumberValue((times[i] - times[i - 1]) / 1e6);
            }

            json.WriteEndArray();
            json.WriteString("unit"u8, "ms"u8);
            json.WriteEndObject();
        }
    }

    private static Guid Guid(string process, int kind, int number) =>
        new(Convert.ToInt32(process[..8], 16), (short)kind, 0x4000, 0x80, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number);
}
