namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>Unpacks integers that are written back to back in a few bits each, least significant bit first.</summary>
internal static class BitUnpacker
{
    /// <summary>Reads values of at most 32 bits.</summary>
    /// <param name="packed">The packed bytes, at least as many as the values need.</param>
    /// <param name="firstBit">Bit offset of the first value.</param>
    /// <param name="bitWidth">Bits per value, 1 to 32.</param>
    /// <param name="values">Receives the values.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, int firstBit, int bitWidth, Span<int> values)
    {
        var mask = (uint)((1UL << bitWidth) - 1);

        // One load of 8 bytes holds a value at any of the 8 bit offsets in its first byte.
        var lastLoad = (long)packed.Length - sizeof(ulong);
        var bit = (long)firstBit;
        var i = 0;
        for (; i < values.Length && bit >> 3 <= lastLoad; i++, bit += bitWidth)
            values[i] = (int)((uint)(Unaligned.ReadUInt64(packed, (int)(bit >> 3)) >> (int)(bit & 7)) & mask);
        for (; i < values.Length; i++, bit += bitWidth)
            values[i] = (int)((uint)(LoadPartial(packed[(int)(bit >> 3)..]) >> (int)(bit & 7)) & mask);
    }

    /// <summary>Reads one value of at most 64 bits.</summary>
    public static ulong Read(ReadOnlySpan<byte> packed, long firstBit, int bitWidth)
    {
        var rest = packed[(int)(firstBit >> 3)..];
        var shift = (int)(firstBit & 7);
        var value = (rest.Length >= sizeof(ulong) ? Unaligned.ReadUInt64(rest, 0) : LoadPartial(rest)) >> shift;
        if (shift + bitWidth > 64)
            value |= (ulong)rest[sizeof(ulong)] << (64 - shift);
        return bitWidth == 64 ? value : value & ((1UL << bitWidth) - 1);
    }

    private static ulong LoadPartial(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = Math.Min(bytes.Length, sizeof(ulong)) - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }
}
