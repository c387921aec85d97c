using System.Numerics;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Writes DELTA_BINARY_PACKED with blocks of 128 values in four miniblocks.</summary>
internal static class DeltaEncoder
{
    private const int Block = 128;
    private const int Miniblock = 32;

    /// <param name="values">The values.</param>
    /// <param name="trimsPadding">Leave out the padding of the last miniblock and the miniblocks after it, as some writers do.</param>
    public static byte[] Encode(ReadOnlySpan<long> values, bool trimsPadding = false)
    {
        var output = new MemoryStream();
        Varint(output, Block);
        Varint(output, Block / Miniblock);
        Varint(output, (ulong)values.Length);
        Varint(output, ZigZag(values.IsEmpty ? 0 : values[0]));
        for (var start = 1; start < values.Length; start += Block)
            WriteBlock(output, values, start, trimsPadding);
        return output.ToArray();
    }

    private static void WriteBlock(MemoryStream output, ReadOnlySpan<long> values, int start, bool trimsPadding)
    {
        var end = Math.Min(start + Block, values.Length);
        var least = long.MaxValue;
        for (var i = start; i < end; i++)
            least = Math.Min(least, unchecked(values[i] - values[i - 1]));
        Varint(output, ZigZag(least));

        var widths = new byte[Block / Miniblock];
        for (var i = start; i < end; i++)
            widths[(i - start) / Miniblock] = Math.Max(widths[(i - start) / Miniblock], Width(Excess(values, i, least)));
        output.Write(widths);
        for (var from = start; from < end; from += Miniblock)
        {
            var bits = new BitWriter();
            for (var i = from; i < (trimsPadding ? Math.Min(from + Miniblock, end) : from + Miniblock); i++)
                bits.Write(i < end ? Excess(values, i, least) : 0, widths[(from - start) / Miniblock]);
            output.Write(bits.ToArray());
        }
    }

    private static ulong Excess(ReadOnlySpan<long> values, int i, long least) => unchecked((ulong)(values[i] - values[i - 1] - least));

    private static byte Width(ulong value) => (byte)(64 - BitOperations.LeadingZeroCount(value));

    private static void Varint(MemoryStream output, ulong value)
    {
        for (; value >= 128; value >>= 7)
            output.WriteByte((byte)(value | 128));
        output.WriteByte((byte)value);
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);
}
