using System.Buffers.Binary;

namespace Plimsoll.Formats.Compression;

/// <summary>
/// Decoder of Zstandard frames (RFC 8878) without dictionaries. The caller knows the size of the content, as Parquet's page
/// headers state it, so memory is bounded by what the caller offers; distances reach back over the whole frame.
/// Content checksums are verified where a frame has one. An instance keeps its tables for the next call; it is not thread-safe.
/// </summary>
internal sealed class ZstandardDecoder
{
    private const uint FrameMagic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    private const int MaxBlock = 128 << 10;

    private readonly ZstandardBlock _block = new();

    /// <summary>Decodes all frames, which together must fill <paramref name="output"/> exactly.</summary>
    /// <exception cref="MalformedDataException">The frames are corrupt, of another size, or need a dictionary.</exception>
    public void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        while (!input.IsEmpty)
        {
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref input, sizeof(uint)));
            if (magic == FrameMagic)
                output = output[DecodeFrame(ref input, output)..];
            else if ((magic & ~15u) == SkippableMagic)
                SkipFrame(ref input);
            else
                throw new MalformedDataException("the data is not a Zstandard frame");
        }

        if (!output.IsEmpty)
            throw new MalformedDataException($"Zstandard frames end {output.Length} bytes too early");
    }

    private int DecodeFrame(ref ReadOnlySpan<byte> input, Span<byte> output)
    {
        var hasChecksum = ReadHeader(ref input, output.Length, out var contentSize, out var window);
        var maxBlock = (int)Math.Min(MaxBlock, window);
        _block.StartFrame();
        var written = 0;
        var isLast = false;
        while (!isLast)
        {
            var head = Take(ref input, 3);
            var header = head[0] | (head[1] << 8) | (head[2] << 16);
            isLast = (header & 1) != 0;
            var size = header >> 3;
            if (size > maxBlock)
                throw new MalformedDataException($"a Zstandard block claims {size} bytes; at most {maxBlock} are legal");
            written += DecodeBlock(header >> 1 & 3, size, ref input, output, written, maxBlock);
        }

        if (contentSize is { } expected && expected != (ulong)written)
            throw new MalformedDataException($"a Zstandard frame has {written} bytes, its header states {expected}");
        if (hasChecksum && BinaryPrimitives.ReadUInt32LittleEndian(Take(ref input, sizeof(uint))) != (uint)XxHash64.Compute(output[..written]))
            throw new MalformedDataException("a Zstandard frame does not match its checksum");
        return written;
    }

    private int DecodeBlock(int kind, int size, ref ReadOnlySpan<byte> input, Span<byte> output, int written, int maxBlock)
    {
        const int Raw = 0;
        const int Repeated = 1;
        const int Compressed = 2;
        switch (kind)
        {
            case Raw or Repeated when size > output.Length - written:
                throw new MalformedDataException("a Zstandard frame is larger than expected");
            case Raw:
                Take(ref input, size).CopyTo(output[written..]);
                return size;
            case Repeated:
                output.Slice(written, size).Fill(Take(ref input, 1)[0]);
                return size;
            case Compressed:
                return _block.Decode(Take(ref input, size), output, written, maxBlock);
            default:
                throw new MalformedDataException("a Zstandard block is of an unknown kind");
        }
    }

    private static bool ReadHeader(ref ReadOnlySpan<byte> input, int available, out ulong? contentSize, out ulong window)
    {
        var descriptor = Take(ref input, 1)[0];
        var isSingleSegment = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0)
            throw new MalformedDataException("a Zstandard frame uses a reserved feature");

        window = 0;
        if (!isSingleSegment)
        {
            var value = Take(ref input, 1)[0];
            var power = 1UL << (10 + (value >> 3));
            window = power + power / 8 * (ulong)(value & 7);
        }

        if (ReadNumber(ref input, (descriptor & 3) switch { 3 => 4, var bytes => bytes }) != 0)
            throw new MalformedDataException("a Zstandard frame needs a dictionary, which is not supported");

        var sizeBytes = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        contentSize = sizeBytes == 0 ? null : ReadNumber(ref input, sizeBytes) + (sizeBytes == 2 ? 256UL : 0);
        if (contentSize > (ulong)available)
            throw new MalformedDataException($"a Zstandard frame claims {contentSize} bytes where {available} are expected");
        if (isSingleSegment)
            window = contentSize!.Value;
        return (descriptor & 0x04) != 0;
    }

    private static void SkipFrame(ref ReadOnlySpan<byte> input)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref input, sizeof(uint)));
        if (size > (uint)input.Length)
            throw Truncated();
        input = input[(int)size..];
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> input, int bytes)
    {
        var value = 0UL;
        var source = Take(ref input, bytes);
        for (var i = 0; i < bytes; i++)
            value |= (ulong)source[i] << (8 * i);
        return value;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> input, int count)
    {
        if (count > input.Length)
            throw Truncated();
        var taken = input[..count];
        input = input[count..];
        return taken;
    }

    private static MalformedDataException Truncated() => new("a Zstandard frame is truncated");
}
