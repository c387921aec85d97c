using System.Buffers.Binary;

namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>The PLAIN layout: values back to back, little-endian.</summary>
internal static class PlainValues
{
    /// <summary>The bytes of the first <paramref name="count"/> values of a page with <paramref name="size"/> bytes each.</summary>
    public static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> page, int count, int size) =>
        (long)count * size <= page.Length ? page[..(count * size)] : throw Truncated();

    /// <summary>Takes one length-prefixed byte string from the front of <paramref name="page"/>.</summary>
    public static ReadOnlySpan<byte> TakeBytes(scoped ref ReadOnlySpan<byte> page)
    {
        if (page.Length < sizeof(uint))
            throw Truncated();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(page);
        if (length > (uint)(page.Length - sizeof(uint)))
            throw Truncated();
        var value = page.Slice(sizeof(uint), (int)length);
        page = page[(sizeof(uint) + (int)length)..];
        return value;
    }

    /// <summary>Takes one byte string of a fixed length from the front of <paramref name="page"/>.</summary>
    public static ReadOnlySpan<byte> TakeBytes(scoped ref ReadOnlySpan<byte> page, int length)
    {
        if (length > page.Length)
            throw Truncated();
        var value = page[..length];
        page = page[length..];
        return value;
    }

    /// <summary>Reads Booleans, one bit each, least significant bit first.</summary>
    public static void Booleans(ReadOnlySpan<byte> page, Span<bool> values)
    {
        if (values.Length > 8L * page.Length)
            throw Truncated();
        for (var i = 0; i < values.Length; i++)
            values[i] = (page[i >> 3] >> (i & 7) & 1) != 0;
    }

    private static MalformedDataException Truncated() => new("a page ends before its values");
}
