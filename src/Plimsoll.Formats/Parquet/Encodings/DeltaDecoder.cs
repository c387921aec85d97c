using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>
/// Decodes DELTA_BINARY_PACKED: the first value, then blocks of differences, each block with its least difference
/// and the excess over it bit-packed in miniblocks of their own width.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct DeltaDecoder(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _data = data;

    /// <summary>Fills the span; differences wrap around 64 bits, as the format asks.</summary>
    public void Read(Span<long> values)
    {
        var blockSize = ReadVarint();
        var miniblocks = ReadVarint();
        var count = ReadVarint();
        var value = ReadZigZag();
        if (count != (ulong)values.Length)
            throw new MalformedDataException($"a delta-packed page has {count} values where {values.Length} are expected");
        if (blockSize is 0 or > 1 << 20 || blockSize % 128 != 0
            || miniblocks == 0 || blockSize % miniblocks != 0 || blockSize / miniblocks % 32 != 0)
            throw new MalformedDataException($"a delta-packed page has blocks of {blockSize} values in {miniblocks} parts");
        if (values.IsEmpty)
            return;

        values[0] = value;
        values = values[1..];
        while (!values.IsEmpty)
        {
            var block = values[..(int)Math.Min(blockSize, (ulong)values.Length)];
            value = ReadBlock(block, value, (int)miniblocks, (int)(blockSize / miniblocks));
            values = values[block.Length..];
        }
    }

    private long ReadBlock(Span<long> block, long value, int miniblocks, int miniblockSize)
    {
        var least = ReadZigZag();
        var widths = Take(miniblocks);
        for (var i = 0; !block.IsEmpty; i++)
        {
            int width = widths[i];
            if (width > 64)
                throw new MalformedDataException($"a delta-packed page packs differences in {width} bits; at most 64 are legal");
            var miniblock = block[..Math.Min(miniblockSize, block.Length)];

            // The last miniblock is padded to its full size, but some writers cut the padding off.
            var needed = (int)(((long)miniblock.Length * width + 7) >> 3);
            var full = miniblockSize / 8 * width;
            if (_data.Length < needed)
                throw Truncated();
            var packed = Take(Math.Min(full, _data.Length));
            for (var j = 0; j < miniblock.Length; j++)
            {
                var excess = width == 0 ? 0 : (long)BitUnpacker.Read(packed, (long)j * width, width);
                value = unchecked(value + least + excess);
                miniblock[j] = value;
            }

            block = block[miniblock.Length..];
        }

        return value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length)
            throw Truncated();
        var taken = _data[..count];
        _data = _data[count..];
        return taken;
    }

    private long ReadZigZag()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_data.IsEmpty)
                throw Truncated();
            var part = _data[0];
            _data = _data[1..];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }

        throw new MalformedDataException("an integer of a delta-packed page is longer than 64 bits");
    }

    private static MalformedDataException Truncated() => new("a delta-packed page ends before its values");
}
