using System.Text.Json;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Exports;

/// <summary>Writes <c>run.json</c>: what AIPerf's files have no place for. How late the client was, what failed and how, where token counts come from.</summary>
internal static class RunFile
{
    private static readonly double[] Quantiles = [0.5, 0.9, 0.99, 0.999];

    public static void Write(Stream output, RunDescription run, RunMetrics metrics, ClientHealth health)
    {
        using var json = new Utf8JsonWriter(output, JsonFormats.Indented);
        json.WriteStartObject();
        json.WriteString("schema"u8, "plimsoll.bench/1"u8);
        json.WriteString("version"u8, run.Version);
        json.WriteString("benchmark_id"u8, run.BenchmarkId);
        json.WriteString("command"u8, run.Command);
        json.WriteNumber("seed"u8, run.Seed);
        json.WriteStartObject("environment"u8);
        json.WriteString("system"u8, System.Runtime.InteropServices.RuntimeInformation.OSDescription);
        json.WriteString("runtime"u8, System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        json.WriteNumber("processors"u8, Environment.ProcessorCount);
        json.WriteEndObject();
        WriteClient(json, health);
        WriteRequests(json, run.Profiling, metrics);
        json.WriteEndObject();
    }

    private static void WriteClient(Utf8JsonWriter json, ClientHealth health)
    {
        json.WriteStartObject("client"u8);
        json.WriteNumber("processor_s"u8, health.ProcessorS);
        json.WriteNumber("cores_used"u8, health.CoresUsed);
        json.WriteBoolean("was_the_limit"u8, health.Warnings.Count > 0);
        json.WriteStartArray("warnings"u8);
        foreach (var warning in health.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        WriteHistogram(json, "send_lateness", health.SendLateness);
        WriteHistogram(json, "thread_pool_delay", health.PoolDelay);
        json.WriteEndObject();
    }

    private static void WriteHistogram(Utf8JsonWriter json, string name, LatencyHistogram histogram)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count"u8, histogram.Count);
        foreach (var share in Quantiles)
        {
            json.WriteNumber(FormattableString.Invariant($"p{share * 100:0.#}_ms"), histogram.QuantileNs(share) / 1e6);
        }

        json.WriteNumber("max_ms"u8, histogram.MaximumNs / 1e6);
        json.WriteStartArray("buckets"u8);
        foreach (var (edge, count) in histogram.Buckets())
        {
            json.WriteStartObject();
            json.WriteNumber("up_to_ms"u8, edge / 1e6);
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRequests(Utf8JsonWriter json, PhaseOutcome phase, RunMetrics metrics)
    {
        json.WriteStartObject("requests"u8);
        json.WriteNumber("succeeded"u8, metrics.Succeeded);
        json.WriteNumber("failed"u8, metrics.Failed);
        json.WriteNumber("cut_off_at_the_end"u8, metrics.CutOff);
        json.WriteNumber("error_rate"u8, metrics.ErrorRate);
        json.WriteNumber("without_done"u8, phase.Records.Count(record => record is { Succeeded: true, IsStreamed: true, SawDone: false }));
        json.WriteStartObject("failed_by_class"u8);
        foreach (var same in phase.Records.Where(record => !record.Succeeded).GroupBy(record => record.Failure!.Kind))
        {
            json.WriteNumber(RecordLine.ClassName(same.Key), same.Count());
        }

        json.WriteEndObject();
        WriteSources(json, "input_tokens_from", phase.Records, tokens => tokens.InputFrom);
        WriteSources(json, "output_tokens_from", phase.Records, tokens => tokens.OutputFrom);
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, string name, IEnumerable<RequestRecord> records, Func<TokenCounts, TokenSource> source)
    {
        json.WriteStartObject(name);
        foreach (var same in records.Where(record => record.Succeeded).GroupBy(record => source(record.Tokens)))
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(same.Key.ToString()), same.Count());
        }

        json.WriteEndObject();
    }
}
