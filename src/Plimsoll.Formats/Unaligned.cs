using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Plimsoll.Formats;

/// <summary>
/// Little-endian words at any place of a span, for inner loops. They do what <see cref="BinaryPrimitives"/> does with a slice,
/// bounds check included, but ahead-of-time code can inline them: it may not inline methods of the framework that
/// a later version could change, and calling those made decompression take twice as long until the JIT compiler had replaced it.
/// </summary>
internal static class Unaligned
{
    /// <summary>Reads the eight bytes from <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64(ReadOnlySpan<byte> bytes, int at)
    {
        _ = bytes[at + 7];
        var value = Unsafe.ReadUnaligned<ulong>(in bytes[at]);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Reads the four bytes from <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32(ReadOnlySpan<byte> bytes, int at)
    {
        _ = bytes[at + 3];
        var value = Unsafe.ReadUnaligned<uint>(in bytes[at]);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    /// <summary>Copies eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy8(ReadOnlySpan<byte> source, int from, Span<byte> target, int to)
    {
        _ = source[from + 7];
        _ = target[to + 7];
        Unsafe.WriteUnaligned(ref target[to], Unsafe.ReadUnaligned<ulong>(in source[from]));
    }
}
