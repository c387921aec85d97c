namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Writes the RLE / bit-packing hybrid: values that repeat eight times or more as a run, the others packed.</summary>
internal static class RunEncoder
{
    public static byte[] Encode(ReadOnlySpan<int> values, int bitWidth)
    {
        var output = new MemoryStream();
        var at = 0;
        while (at < values.Length)
        {
            var repeats = Repeats(values[at..]);
            if (repeats >= 8 || at + repeats == values.Length)
            {
                Varint(output, (uint)repeats << 1);
                for (var i = 0; i < (bitWidth + 7) / 8; i++)
                    output.WriteByte((byte)(values[at] >> (8 * i)));
                at += repeats;
                continue;
            }

            var groups = 0;
            var bits = new BitWriter();
            do
            {
                for (var i = 0; i < 8; i++, at++)
                    bits.Write(at < values.Length ? (uint)values[at] : 0, bitWidth);
                groups++;
            }
            while (at < values.Length && Repeats(values[at..]) < 8);
            Varint(output, (uint)groups << 1 | 1);
            output.Write(bits.ToArray());
        }

        return output.ToArray();
    }

    public static void Varint(Stream output, uint value)
    {
        for (; value >= 128; value >>= 7)
            output.WriteByte((byte)(value | 128));
        output.WriteByte((byte)value);
    }

    private static int Repeats(ReadOnlySpan<int> values)
    {
        var count = 1;
        while (count < values.Length && values[count] == values[0])
            count++;
        return count;
    }
}
