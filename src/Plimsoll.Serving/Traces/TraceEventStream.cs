using System.Buffers;
using System.Text.Json;

namespace Plimsoll.Serving.Traces;

/// <summary>A Chrome trace document (JSON object form), one event per line, written as it grows.</summary>
internal sealed class TraceEventStream : IDisposable
{
    private const int FlushBytes = 1 << 16;
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;
    private bool _hasEvents;
    private bool _disposed;

    /// <summary>Opens the document.</summary>
    public TraceEventStream(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, Options);
        _buffer.Write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":["u8);
    }

    /// <summary>Milliseconds as the format's microseconds, to the nanosecond.</summary>
    public static double Microseconds(double ms) => Math.Round(ms * 1000, 3);

    /// <summary>Names a process and gives it its place from the top.</summary>
    public void NameProcess(int process, string name, int place)
    {
        Write('M', "process_name", process, 0, e => WriteArgument(e, "name", name));
        Write('M', "process_sort_index", process, 0, e =>
        {
            e.WriteStartObject("args"u8);
            e.WriteNumber("sort_index"u8, place);
            e.WriteEndObject();
        });
    }

    /// <summary>Names the one thread of a process.</summary>
    public void NameThread(int process, string name) => Write('M', "thread_name", process, 0, e =>
    {
        e.WriteNumber("tid"u8, 1);
        WriteArgument(e, "name", name);
    });

    /// <summary>Writes one event.</summary>
    /// <param name="phase">The letter of its kind.</param>
    /// <param name="name">What is shown.</param>
    /// <param name="process">Where it is shown.</param>
    /// <param name="atMs">When, ms.</param>
    /// <param name="more">Writes further properties.</param>
    public void Write(char phase, string name, int process, double atMs, Action<Utf8JsonWriter> more)
    {
        _buffer.Write(_hasEvents ? ",\n"u8 : "\n"u8);
        _hasEvents = true;
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("ph"u8, [phase]);
        _json.WriteString("name"u8, name);
        _json.WriteNumber("pid"u8, process);
        _json.WriteNumber("ts"u8, Microseconds(atMs));
        more(_json);
        _json.WriteEndObject();
        _json.Flush();
        if (_buffer.WrittenCount >= FlushBytes)
        {
            Drain();
        }
    }

    /// <summary>Closes the document.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _buffer.Write("\n]}\n"u8);
            Drain();
            _json.Dispose();
        }
    }

    private static void WriteArgument(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject("args"u8);
        json.WriteString(name, value);
        json.WriteEndObject();
    }

    private void Drain()
    {
        _output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
