using System.Buffers.Binary;

namespace Plimsoll.Formats.Compression;

/// <summary>Decoder of the raw Snappy format (no framing), as Parquet pages use it.</summary>
internal static class Snappy
{
    /// <summary>Decodes a whole block, which must fill <paramref name="output"/> exactly.</summary>
    /// <exception cref="MalformedDataException">The block is corrupt or has another size.</exception>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var at = ReadLength(input, out var claimed);
        if (claimed != (uint)output.Length)
            throw new MalformedDataException($"a Snappy block claims {claimed} bytes where {output.Length} are expected");

        var written = 0;
        while (at < input.Length)
        {
            var tag = input[at++];
            if ((tag & 3) == 0)
            {
                var length = ReadLiteralLength(tag, input, ref at);
                if (length > input.Length - at || length > output.Length - written)
                    throw Corrupt();
                MatchCopier.CopyLiterals(input, at, output, written, (int)length);
                at += (int)length;
                written += (int)length;
            }
            else
            {
                var (distance, length) = ReadCopy(tag, input, ref at);
                if (distance - 1 >= (uint)written || length > output.Length - written)
                    throw Corrupt();
                MatchCopier.CopyMatch(output, written, (int)distance, length);
                written += length;
            }
        }

        if (written != output.Length)
            throw Corrupt();
    }

    private static int ReadLength(ReadOnlySpan<byte> input, out uint length)
    {
        length = 0;
        for (var at = 0; at < 5; at++)
        {
            if (at >= input.Length)
                throw Corrupt();
            length |= (uint)(input[at] & 127) << (7 * at);
            if (input[at] < 128)
                return at + 1;
        }

        throw Corrupt();
    }

    // Lengths up to 60 lie in the tag; above, the tag says how many bytes of length follow.
    private static long ReadLiteralLength(byte tag, ReadOnlySpan<byte> input, ref int at)
    {
        var inTag = tag >> 2;
        if (inTag < 60)
            return inTag + 1;
        var bytes = inTag - 59;
        if (bytes > input.Length - at)
            throw Corrupt();
        var length = 0L;
        for (var i = 0; i < bytes; i++)
            length |= (long)input[at++] << (8 * i);
        return length + 1;
    }

    private static (uint Distance, int Length) ReadCopy(byte tag, ReadOnlySpan<byte> input, ref int at)
    {
        var rest = input[at..];
        switch (tag & 3)
        {
            case 1 when rest.Length >= 1:
                at++;
                return ((uint)(tag >> 5 << 8) | rest[0], (tag >> 2 & 7) + 4);
            case 2 when rest.Length >= sizeof(ushort):
                at += sizeof(ushort);
                return (BinaryPrimitives.ReadUInt16LittleEndian(rest), (tag >> 2) + 1);
            case 3 when rest.Length >= sizeof(uint):
                at += sizeof(uint);
                return (BinaryPrimitives.ReadUInt32LittleEndian(rest), (tag >> 2) + 1);
            default:
                throw Corrupt();
        }
    }

    private static MalformedDataException Corrupt() => new("a Snappy block is corrupt");
}
