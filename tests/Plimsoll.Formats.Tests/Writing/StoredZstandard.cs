using System.Buffers.Binary;
using Plimsoll.Formats.Compression;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Writes Zstandard frames of raw and repeated-byte blocks, which need no entropy coding.</summary>
internal static class StoredZstandard
{
    public static byte[] Encode(ReadOnlySpan<byte> data, int blockSize = 1000, bool hasChecksum = true, bool statesSize = true)
    {
        var output = new MemoryStream();
        output.Write([0x28, 0xB5, 0x2F, 0xFD]);

        // Content size in 8 bytes, or unstated with a window of 128 KiB.
        output.WriteByte((byte)((statesSize ? 0xE0 : 0) | (hasChecksum ? 4 : 0)));
        Span<byte> number = stackalloc byte[8];
        if (statesSize)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, data.Length);
            output.Write(number);
        }
        else
        {
            output.WriteByte(7 << 3);
        }

        var rest = data;
        do
        {
            var block = rest[..Math.Min(blockSize, rest.Length)];
            rest = rest[block.Length..];
            var isRepeated = block.Length > 1 && !block.ContainsAnyExcept(block[0]);
            var header = block.Length << 3 | (isRepeated ? 1 : 0) << 1 | (rest.IsEmpty ? 1 : 0);
            output.Write([(byte)header, (byte)(header >> 8), (byte)(header >> 16)]);
            output.Write(isRepeated ? block[..1] : block);
        }
        while (!rest.IsEmpty);

        if (hasChecksum)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)XxHash64.Compute(data));
            output.Write(number[..4]);
        }

        return output.ToArray();
    }
}
