using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Compression;

/// <summary>
/// A Zstandard bitstream, which is read from its last bit to its first. The highest set bit of the last byte
/// marks the end and is no part of the content.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct ReverseBits
{
    /// <summary>How many bits a window surely holds, where the stream has as many.</summary>
    public const int WindowBits = 57;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _left;

    public ReverseBits(ReadOnlySpan<byte> bytes)
    {
        // A stream ends within a block, hence is far below the 2²⁸ bytes at which the bit count would overflow.
        if (bytes.IsEmpty || bytes[^1] == 0)
            throw new MalformedDataException("a Zstandard bitstream has no end mark");
        _bytes = bytes;
        _left = 8 * bytes.Length - 1 - BitOperations.LeadingZeroCount((uint)bytes[^1] << 24);
    }

    /// <summary>Bits not read yet; negative when more were read than there are.</summary>
    public readonly int Left => _left;

    /// <summary>The next bits, first one highest; zeros follow the last bit of the stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Window()
    {
        var at = (_left - WindowBits) >> 3;
        return at >= 0
            ? Unaligned.ReadUInt64(_bytes, at) << (64 - (_left - 8 * at))
            : LastWindow();
    }

    /// <summary>Passes over bits that were taken from a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count) => _left -= count;

    /// <summary>Reads up to 32 bits.</summary>
    public uint Read(int count)
    {
        var value = Take(Window(), 0, count);
        _left -= count;
        return value;
    }

    /// <summary>Up to 32 bits of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="used">Bits already taken from it, at most 63.</param>
    /// <param name="count">Bits wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Take(ulong window, int used, int count) =>
        (uint)(window << used >> 1 >> (63 - count));

    private readonly ulong LastWindow()
    {
        if (_left <= 0)
            return 0;
        var value = 0UL;
        for (var i = Math.Min(_bytes.Length, sizeof(ulong)) - 1; i >= 0; i--)
            value = (value << 8) | _bytes[i];

        // Here at most 63 bits are left, so all of them lie in these bytes.
        return value << (64 - _left);
    }
}
