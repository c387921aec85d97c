using System.Buffers;
using System.Text.Json;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Records;

/// <summary>
/// Writes finished requests as AIPerf writes its records (<c>profile_export.jsonl</c>, schema 1.4), so that whatever reads measured runs
/// reads simulated ones too: one JSON object per line, in the order of finishing.
/// </summary>
/// <remarks>
/// <para>Keys, units and formulas are AIPerf's. What a simulation does not have is absent, as AIPerf leaves out what it did not measure:
/// the HTTP trace, the acknowledgement, chunk gaps of single requests. Under <c>metadata</c> three keys are ours: <c>simulated</c>,
/// <c>queue_ms</c> and <c>preemptions</c>.</para>
/// <para>Simulated time has no date: it starts at <see cref="EpochNs"/>, 2001-09-09 01:46:40 UTC, which no benchmark will be taken for.
/// Disposing hands the last lines to the stream, which stays open.</para>
/// </remarks>
public sealed class AiperfRecordsObserver : SimulationObserver, IDisposable
{
    /// <summary>The wall clock at the start of every simulated run, ns since 1970.</summary>
    public const long EpochNs = 1_000_000_000_000_000_000;

    private const int FlushBytes = 1 << 16;

    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<int, int> _turns = [];

    /// <summary>Starts a file of records.</summary>
    /// <param name="output">Takes the lines.</param>
    public AiperfRecordsObserver(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
    }

    /// <inheritdoc/>
    public override void RequestFinished(in RequestOutcome outcome)
    {
        _json.Reset();
        _json.WriteStartObject();
        WriteMetadata(outcome);
        WriteMetrics(outcome);
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushBytes)
        {
            Drain();
        }
    }

    /// <summary>Hands the last lines to the stream.</summary>
    public void Dispose()
    {
        Drain();
        _json.Dispose();
    }

    private static long Nanoseconds(double ms) => EpochNs + (long)Math.Round(ms * 1e6);

    private static string Uuid(int kind, long number) => new Guid(kind, 0, 0x4000, Tail(number)).ToString();

    private static byte[] Tail(long number) =>
        [0x80, 0, (byte)(number >> 40), (byte)(number >> 32), (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private void WriteMetadata(in RequestOutcome outcome)
    {
        var conversation = outcome.Session >= 0 ? outcome.Session : outcome.Id;
        var correlation = Uuid(2, conversation);
        _json.WriteStartObject("metadata"u8);
        _json.WriteNumber("session_num"u8, outcome.Id);
        _json.WriteString("x_request_id"u8, Uuid(1, outcome.Id));
        _json.WriteString("x_correlation_id"u8, correlation);
        _json.WriteString("conversation_id"u8, $"session_{conversation:D6}");
        _json.WriteNumber("turn_index"u8, TurnOf(outcome));
        _json.WriteNumber("credit_issued_ns"u8, Nanoseconds(outcome.SentMs));
        _json.WriteNumber("request_start_ns"u8, Nanoseconds(outcome.SentMs));
        _json.WriteNumber("request_end_ns"u8, Nanoseconds(outcome.LastTokenMs));
        _json.WriteString("worker_id"u8, $"worker_{outcome.Worker}");
        _json.WriteString("record_processor_id"u8, "record_processor_0"u8);
        _json.WriteString("benchmark_phase"u8, "profiling"u8);
        _json.WriteNumber("phase_index"u8, 0);
        _json.WriteNumber("profiling_index"u8, 0);
        _json.WriteString("phase_name"u8, "profiling"u8);
        _json.WriteString("phase_kind"u8, "profiling"u8);
        _json.WriteBoolean("was_cancelled"u8, false);
        _json.WriteBoolean("context_overflow_skip"u8, false);
        _json.WriteNumber("agent_depth"u8, 0);
        _json.WriteString("root_correlation_id"u8, correlation);
        _json.WriteBoolean("simulated"u8, true);
        _json.WriteNumber("queue_ms"u8, outcome.QueueMs);
        _json.WriteNumber("preemptions"u8, outcome.Preemptions);
        _json.WriteEndObject();
    }

    /// <summary>Turns of a conversation follow one another, so they finish in their order.</summary>
    private int TurnOf(in RequestOutcome outcome)
    {
        if (outcome.Session < 0)
        {
            return 0;
        }

        var turn = _turns.GetValueOrDefault(outcome.Session);
        _turns[outcome.Session] = turn + 1;
        return turn;
    }

    private void WriteMetrics(in RequestOutcome outcome)
    {
        _json.WriteStartObject("metrics"u8);
        Metric("time_to_first_token"u8, outcome.TtftMs, "ms"u8);
        Metric("time_to_first_output_token"u8, outcome.TtftMs, "ms"u8);
        Metric("request_latency"u8, outcome.LatencyMs, "ms"u8);
        Metric("decode_duration"u8, outcome.LatencyMs - outcome.TtftMs, "ms"u8);
        if (outcome.Osl > 1)
        {
            Metric("inter_token_latency"u8, outcome.TpotMs, "ms"u8);
            Rate("output_token_throughput_per_user"u8, 1, outcome.TpotMs);
        }

        Rate("e2e_output_token_throughput"u8, outcome.Osl, outcome.LatencyMs);
        Rate("prefill_throughput_per_user"u8, outcome.Isl, outcome.TtftMs);
        Tokens("input_sequence_length"u8, outcome.Isl);
        Tokens("output_sequence_length"u8, outcome.Osl);
        Tokens("output_token_count"u8, outcome.Osl);
        Tokens("usage_prompt_tokens"u8, outcome.Isl);
        Tokens("usage_completion_tokens"u8, outcome.Osl);
        Tokens("usage_total_tokens"u8, outcome.Isl + outcome.Osl);
        Tokens("usage_prompt_cache_read_tokens"u8, outcome.CachedTokens);
        _json.WriteEndObject();
    }

    private void Metric(ReadOnlySpan<byte> tag, double value, ReadOnlySpan<byte> unit)
    {
        _json.WriteStartObject(tag);
        _json.WriteNumber("value"u8, value);
        _json.WriteString("unit"u8, unit);
        _json.WriteEndObject();
    }

    /// <summary>Tokens per second of one user; a request that took no time has no rate.</summary>
    private void Rate(ReadOnlySpan<byte> tag, int tokens, double ms)
    {
        if (ms > 0)
        {
            Metric(tag, tokens * 1000.0 / ms, "tokens/sec/user"u8);
        }
    }

    private void Tokens(ReadOnlySpan<byte> tag, int tokens)
    {
        _json.WriteStartObject(tag);
        _json.WriteNumber("value"u8, tokens);
        _json.WriteString("unit"u8, "tokens"u8);
        _json.WriteEndObject();
    }

    private void Drain()
    {
        _output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
