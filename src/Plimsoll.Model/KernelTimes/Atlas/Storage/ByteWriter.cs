using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>Writes the elements of an atlas: variable-length integers, little-endian numbers, texts.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>A byte.</summary>
    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    /// <summary>Raw bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <summary>A number that is not negative, seven bits a byte, low bits first.</summary>
    public void Unsigned(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 128; value >>= 7)
        {
            Byte((byte)(value | 128));
        }

        Byte((byte)value);
    }

    /// <summary>A number of either sign; small magnitudes are short.</summary>
    public void Signed(int value) => Unsigned((uint)((value << 1) ^ (value >> 31)));

    /// <summary>Sixty-four bits, eight bytes.</summary>
    public void Fixed(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A double, eight bytes.</summary>
    public void Double(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A single, four bytes.</summary>
    public void Single(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
        _bytes.Write(bytes);
    }

    /// <summary>A text: its length in bytes, then UTF-8.</summary>
    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Unsigned(bytes.Length);
        _bytes.Write(bytes);
    }
}
