namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>Reads a file line by line as bytes; empty lines are passed over. Memory is bounded by the longest line allowed.</summary>
internal sealed class LineReader(Stream stream, TraceProblems problems) : IDisposable
{
    private const int MostBytes = 16 << 20;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Number of the current line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Moves to the next line that has content; valid until the next call.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        while (NextLine(out line))
        {
            Line++;
            if (Line == 1 && line.StartsWith("\uFEFF"u8))
            {
                line = line[3..];
            }

            line = line.Trim(" \t\r"u8);
            if (line.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0)
            {
                _start += length + 1;
                line = rest[..length];
                return true;
            }

            if (_isAtEnd)
            {
                _start = _end;
                line = rest;
                return rest.Length > 0;
            }

            if (rest.Length >= MostBytes)
            {
                problems.Add(Line + 1, null, $"the line is longer than {MostBytes} bytes");
                problems.ThrowIfAny();
            }

            Fill();
        }
    }

    private void Fill()
    {
        var kept = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
            (_start, _end) = (0, kept);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _isAtEnd = read == 0;
        _end += read;
    }
}
