using System.Buffers.Binary;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Writes raw Snappy blocks: a greedy search for four equal bytes, all three kinds of copies, all lengths of literals.</summary>
internal static class SnappyEncoder
{
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var output = new MemoryStream();
        RunEncoder.Varint(output, (uint)data.Length);
        var last = new Dictionary<uint, int>();
        var literal = 0;
        var at = 0;
        while (at + 4 <= data.Length)
        {
            var key = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
            var found = last.TryGetValue(key, out var match);
            last[key] = at;
            if (!found)
            {
                at++;
                continue;
            }

            WriteLiteral(output, data[literal..at]);
            var length = 4;
            while (at + length < data.Length && data[match + length] == data[at + length] && length < 64)
                length++;
            WriteCopy(output, at - match, length);
            at += length;
            literal = at;
        }

        WriteLiteral(output, data[literal..]);
        return output.ToArray();
    }

    private static void WriteLiteral(MemoryStream output, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        var length = data.Length - 1;
        if (length < 60)
        {
            output.WriteByte((byte)(length << 2));
        }
        else
        {
            var bytes = length < 1 << 8 ? 1 : length < 1 << 16 ? 2 : 3;
            output.WriteByte((byte)((59 + bytes) << 2));
            for (var i = 0; i < bytes; i++)
                output.WriteByte((byte)(length >> (8 * i)));
        }

        output.Write(data);
    }

    private static void WriteCopy(MemoryStream output, int distance, int length)
    {
        if (length <= 11 && distance < 1 << 11)
        {
            output.WriteByte((byte)(distance >> 8 << 5 | (length - 4) << 2 | 1));
            output.WriteByte((byte)distance);
        }
        else
        {
            var isFar = distance >= 1 << 16;
            output.WriteByte((byte)((length - 1) << 2 | (isFar ? 3 : 2)));
            for (var i = 0; i < (isFar ? 4 : 2); i++)
                output.WriteByte((byte)(distance >> (8 * i)));
        }
    }
}
