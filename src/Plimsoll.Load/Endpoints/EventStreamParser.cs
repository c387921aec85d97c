using System.Buffers;

namespace Plimsoll.Load.Endpoints;

/// <summary>
/// Reads server-sent events (WHATWG HTML, 9.2) from pieces of any size: lines end with LF, CR LF or CR, comments and unknown fields are
/// skipped, several data lines of one event are joined. Memory is bounded.
/// </summary>
/// <remarks>Other than the standard wants, an event that the stream's end cuts short of its empty line still counts: servers do that.</remarks>
internal sealed class EventStreamParser(IEventHandler handler, int mostBytes = 1 << 20)
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly ArrayBufferWriter<byte> _data = new(512);
    private bool _hasData;
    private bool _isError;
    private bool _afterCarriageReturn;

    /// <summary>Prepares for another stream.</summary>
    public void Reset()
    {
        _line.ResetWrittenCount();
        _data.ResetWrittenCount();
        _hasData = _isError = _afterCarriageReturn = false;
    }

    /// <summary>Takes the next piece of the stream.</summary>
    /// <exception cref="RequestFailedException">A line or an event is longer than the bound.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_afterCarriageReturn && !bytes.IsEmpty)
        {
            _afterCarriageReturn = false;
            bytes = bytes[0] == (byte)'\n' ? bytes[1..] : bytes;
        }

        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny(LineEnds);
            if (end < 0)
            {
                Append(_line, bytes);
                return;
            }

            if (_line.WrittenCount == 0)
            {
                OnLine(bytes[..end]);
            }
            else
            {
                Append(_line, bytes[..end]);
                OnLine(_line.WrittenSpan);
                _line.ResetWrittenCount();
            }

            var next = end + 1;
            if (bytes[end] == (byte)'\r')
            {
                _afterCarriageReturn = next == bytes.Length;
                next += next < bytes.Length && bytes[next] == (byte)'\n' ? 1 : 0;
            }

            bytes = bytes[next..];
        }
    }

    /// <summary>The stream has ended.</summary>
    public void Finish()
    {
        if (_line.WrittenCount > 0)
        {
            OnLine(_line.WrittenSpan);
            _line.ResetWrittenCount();
        }

        Dispatch();
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            Dispatch();
        }
        else if (Field(line, "data"u8, out var data))
        {
            if (_hasData)
            {
                Append(_data, "\n"u8);
            }

            Append(_data, data);
            _hasData = true;
        }
        else if (Field(line, "event"u8, out var kind))
        {
            _isError = kind.SequenceEqual("error"u8);
        }
    }

    private static bool Field(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(name))
        {
            return false;
        }

        if (line.Length == name.Length)
        {
            return true;
        }

        if (line[name.Length] != (byte)':')
        {
            return false;
        }

        value = line[(name.Length + 1)..];
        value = value.StartsWith(" "u8) ? value[1..] : value;
        return true;
    }

    private void Dispatch()
    {
        if (_hasData)
        {
            handler.OnEvent(_isError, _data.WrittenSpan);
        }

        _data.ResetWrittenCount();
        _hasData = _isError = false;
    }

    private void Append(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        if (buffer.WrittenCount + bytes.Length > mostBytes)
        {
            throw new RequestFailedException(FailureKind.Malformed, "OverlongEvent", $"the server sent an event of more than {mostBytes} bytes");
        }

        buffer.Write(bytes);
    }
}
