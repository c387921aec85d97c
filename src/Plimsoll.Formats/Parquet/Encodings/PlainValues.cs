using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>
/// The PLAIN layout: values back to back, little-endian. Numbers are reinterpreted in place, which is right on
/// every machine that .NET 10 supports here (all are little-endian).
/// </summary>
internal static class PlainValues
{
    /// <summary>The first <paramref name="count"/> numbers of a page.</summary>
    public static ReadOnlySpan<T> Numbers<T>(ReadOnlySpan<byte> page, int count)
        where T : unmanaged
    {
        var numbers = MemoryMarshal.Cast<byte, T>(page);
        return count <= numbers.Length ? numbers[..count] : throw Truncated();
    }

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
