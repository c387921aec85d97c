using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>
/// Decodes the RLE / bit-packing hybrid of dictionary indices, definition levels and Booleans: a sequence of runs, each
/// either one value repeated, or groups of eight values packed in <paramref name="bitWidth"/> bits each.
/// </summary>
/// <param name="data">The runs; bytes after the last needed run are not looked at.</param>
/// <param name="bitWidth">Bits per value, 0 to 32.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct RunDecoder(ReadOnlySpan<byte> data, int bitWidth)
{
    private readonly int _bitWidth = bitWidth is >= 0 and <= 32
        ? bitWidth
        : throw new MalformedDataException($"a page packs its indices in {bitWidth} bits; at most 32 are legal");

    private ReadOnlySpan<byte> _data = data;
    private ReadOnlySpan<byte> _packed;
    private int _firstBit;
    private int _runLeft;
    private int _repeated;
    private bool _isPacked;

    /// <summary>Fills the span with the next values.</summary>
    public void Read(scoped Span<int> values)
    {
        while (!values.IsEmpty)
        {
            var taken = values[..Math.Min(NextRun(), values.Length)];
            if (!_isPacked || _bitWidth == 0)
            {
                // Not Span.Fill: its vectors have no ahead-of-time code, so a short run would wait for the JIT compiler.
                var repeated = _isPacked ? 0 : _repeated;
                for (var i = 0; i < taken.Length; i++)
                    taken[i] = repeated;
            }
            else
            {
                BitUnpacker.Unpack(_packed, _firstBit, _bitWidth, taken);
                var end = _firstBit + (long)taken.Length * _bitWidth;
                _packed = _packed[(int)(end >> 3)..];
                _firstBit = (int)(end & 7);
            }

            _runLeft -= taken.Length;
            values = values[taken.Length..];
        }
    }

    /// <summary>Whether the next values are all the same; a test that costs nothing and mostly succeeds for definition levels.</summary>
    /// <param name="count">How many values are meant.</param>
    /// <param name="value">The repeated value.</param>
    public bool IsRepeated(int count, out int value)
    {
        var run = NextRun();
        value = _repeated;
        return !_isPacked && run >= count;
    }

    /// <summary>Starts the next run when the current one is used up; gives the values left in it, at least 1.</summary>
    private int NextRun()
    {
        while (_runLeft == 0)
        {
            var header = ReadVarint();
            _isPacked = (header & 1) != 0;
            if (_isPacked)
                StartPacked((int)(header >> 1));
            else
                StartRepeated((int)(header >> 1));
        }

        return _runLeft;
    }

    private void StartPacked(int groups)
    {
        // The last group may be cut short by writers that trim the padding, so take what is there.
        var bytes = (int)Math.Min((long)groups * _bitWidth, _data.Length);
        var values = _bitWidth == 0 ? 8L * groups : 8L * bytes / _bitWidth;
        _packed = _data[..bytes];
        _data = _data[bytes..];
        _firstBit = 0;
        _runLeft = (int)Math.Min(values, int.MaxValue);
        if (groups > 0 && values == 0)
            throw Truncated();
    }

    private void StartRepeated(int count)
    {
        var bytes = (_bitWidth + 7) >> 3;
        if (bytes > _data.Length)
            throw Truncated();
        var value = 0u;
        for (var i = 0; i < bytes; i++)
            value |= (uint)_data[i] << (8 * i);
        _data = _data[bytes..];
        _repeated = (int)value;
        _runLeft = count;
    }

    private uint ReadVarint()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (_data.IsEmpty)
                throw Truncated();
            var part = _data[0];
            _data = _data[1..];
            value |= (uint)(part & 127) << shift;
            if (part < 128)
                return value;
        }

        throw new MalformedDataException("a run's length is longer than 32 bits");
    }

    private static MalformedDataException Truncated() => new("a page's runs end before its values");
}
