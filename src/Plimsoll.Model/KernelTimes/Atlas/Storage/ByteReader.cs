using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Nothing is believed: every length is checked against the bytes that remain.</summary>
/// <param name="data">The bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct ByteReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>A byte.</summary>
    public byte Byte() => _position < _data.Length ? _data[_position++] : throw Truncated();

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > Remaining)
        {
            throw Truncated();
        }

        _position += count;
        return _data.Slice(_position - count, count);
    }

    /// <summary>A number from 0 to <paramref name="most"/>.</summary>
    public long Unsigned(long most)
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = Byte();
            value |= (long)(part & 127) << shift;
            if (part < 128)
            {
                return value <= most ? value : throw new MalformedAtlasException($"a number of {value} where at most {most} makes sense");
            }
        }

        throw new MalformedAtlasException("an integer is longer than 63 bits");
    }

    /// <summary>A count of elements that take at least a byte each, so that a false count cannot make room for more than there is.</summary>
    public int Count() => (int)Unsigned(Remaining);

    /// <summary>A number from 0 to <paramref name="most"/>.</summary>
    public int Integer(int most) => (int)Unsigned(most);

    /// <summary>A number of either sign.</summary>
    public int Signed()
    {
        var value = (uint)Unsigned(uint.MaxValue);
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>Sixty-four bits.</summary>
    public ulong Fixed() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(sizeof(ulong)));

    /// <summary>A finite double between two bounds.</summary>
    public double Double(double least, double most) =>
        Within(BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double))), least, most);

    /// <summary>A finite single between two bounds.</summary>
    public double Single(double least, double most) =>
        Within(BinaryPrimitives.ReadSingleLittleEndian(Bytes(sizeof(float))), least, most);

    /// <summary>A text of at most <paramref name="longest"/> bytes.</summary>
    public string Text(int longest)
    {
        try
        {
            return StrictUtf8.GetString(Bytes(Integer(longest)));
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedAtlasException("a name is not UTF-8");
        }
    }

    private static UTF8Encoding StrictUtf8 { get; } = new(false, throwOnInvalidBytes: true);

    private static double Within(double value, double least, double most) =>
        value >= least && value <= most ? value : throw new MalformedAtlasException($"a number of {value} where {least} to {most} makes sense");

    private static MalformedAtlasException Truncated() => new("it ends too early");
}
