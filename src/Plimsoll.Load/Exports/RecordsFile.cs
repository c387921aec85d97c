using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Exports;

/// <summary>Writes <c>profile_export.jsonl</c> while the run goes on, a line for each request: a killed run keeps every finished one.</summary>
public sealed class RecordsFile : IRecordSink, IDisposable
{
    private const int FlushBytes = 1 << 16;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;
    private readonly RecordLine _line;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="benchmarkId">The run's name, hexadecimal, from which request ids are made.</param>
    public RecordsFile(string path, RunClock clock, string benchmarkId)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _line = new RecordLine(clock, benchmarkId);
    }

    /// <inheritdoc/>
    public void Take(RequestRecord record)
    {
        _json.Reset();
        _line.Write(_json, record);
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushBytes)
        {
            Idle();
        }
    }

    /// <inheritdoc/>
    public void Idle()
    {
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Idle();
        _json.Dispose();
        _file.Dispose();
    }
}
