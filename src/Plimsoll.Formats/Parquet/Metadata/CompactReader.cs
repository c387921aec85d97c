using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>
/// Reads Thrift's compact protocol, in which Parquet writes its footer and page headers.
/// Every length is checked against the bytes that remain, and nesting is bounded.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct CompactReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 32;
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Moves to the next field of the current struct.</summary>
    /// <param name="field">The previous field's number (0 at first); becomes this field's number.</param>
    /// <param name="type">How the field is stored.</param>
    /// <returns>False at the end of the struct.</returns>
    public bool NextField(ref int field, out CompactType type)
    {
        var head = ReadByte();
        type = (CompactType)(head & 15);
        if (type == CompactType.Stop)
            return false;
        var delta = head >> 4;
        field = delta == 0 ? (int)ZigZag(ReadVarint()) : field + delta;
        return true;
    }

    /// <summary>The value of a Boolean field, which lies in the field's type.</summary>
    public static bool ReadBoolean(CompactType type) => type switch
    {
        CompactType.True => true,
        CompactType.False => false,
        _ => throw WrongType(type, "a Boolean"),
    };

    /// <summary>An integer field that must lie in the 32-bit range.</summary>
    public int ReadInt32(CompactType type)
    {
        if (type != CompactType.Int32)
            throw WrongType(type, "a 32-bit integer");
        var value = ZigZag(ReadVarint());
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new MalformedDataException("a 32-bit integer of the metadata is out of range");
    }

    /// <summary>An integer field.</summary>
    public long ReadInt64(CompactType type) =>
        type == CompactType.Int64 ? ZigZag(ReadVarint()) : throw WrongType(type, "a 64-bit integer");

    /// <summary>A text or bytes field.</summary>
    public ReadOnlySpan<byte> ReadBinary(CompactType type)
    {
        if (type != CompactType.Binary)
            throw WrongType(type, "text");
        var length = ReadVarint();
        if (length > (ulong)(_data.Length - Position))
            throw new MalformedDataException("a text of the metadata is longer than what is left of it");
        var value = _data.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    /// <summary>Enters a list field; the caller reads as many elements as returned.</summary>
    public int ReadListHeader(CompactType type, out CompactType element)
    {
        if (type is not (CompactType.List or CompactType.Set))
            throw WrongType(type, "a list");
        var head = ReadByte();
        element = (CompactType)(head & 15);
        var count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);

        // Every element takes at least one byte, so a longer list cannot be there.
        if (count > (ulong)(_data.Length - Position))
            throw new MalformedDataException("a list of the metadata is longer than what is left of it");
        return (int)count;
    }

    /// <summary>Checks that a field or list element is a struct, whose fields the caller reads next.</summary>
    public static void EnterStruct(CompactType type)
    {
        if (type != CompactType.Struct)
            throw WrongType(type, "a struct");
    }

    /// <summary>Passes over a field of any type.</summary>
    public void Skip(CompactType type) => Skip(type, 0);

    private void Skip(CompactType type, int depth)
    {
        if (depth > MaxDepth)
            throw new MalformedDataException($"the metadata is nested more than {MaxDepth} deep");
        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.Int8:
                ReadByte();
                break;
            case CompactType.Int16 or CompactType.Int32 or CompactType.Int64:
                ReadVarint();
                break;
            case CompactType.Double:
                SkipBytes(sizeof(double));
                break;
            case CompactType.Uuid:
                SkipBytes(16);
                break;
            case CompactType.Binary:
                ReadBinary(type);
                break;
            case CompactType.List or CompactType.Set:
                SkipList(type, depth);
                break;
            case CompactType.Map:
                SkipMap(depth);
                break;
            case CompactType.Struct:
                var field = 0;
                while (NextField(ref field, out var fieldType))
                    Skip(fieldType, depth + 1);
                break;
            default:
                throw new MalformedDataException($"the metadata has a field of unknown type {(int)type}");
        }
    }

    private void SkipList(CompactType type, int depth)
    {
        var count = ReadListHeader(type, out var element);
        for (var i = 0; i < count; i++)
            SkipElement(element, depth);
    }

    private void SkipMap(int depth)
    {
        var count = ReadVarint();
        if (count == 0)
            return;
        if (count > (ulong)(_data.Length - Position))
            throw new MalformedDataException("a map of the metadata is longer than what is left of it");
        var types = ReadByte();
        for (var i = 0UL; i < count; i++)
        {
            SkipElement((CompactType)(types >> 4), depth);
            SkipElement((CompactType)(types & 15), depth);
        }
    }

    // Inside a collection a Boolean takes a byte; as a field it takes none.
    private void SkipElement(CompactType type, int depth)
    {
        if (type is CompactType.True or CompactType.False)
            ReadByte();
        else
            Skip(type, depth + 1);
    }

    private void SkipBytes(int count)
    {
        if (count > _data.Length - Position)
            throw Truncated();
        Position += count;
    }

    private byte ReadByte() => Position < _data.Length ? _data[Position++] : throw Truncated();

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = ReadByte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }

        throw new MalformedDataException("an integer of the metadata is longer than 64 bits");
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static MalformedDataException Truncated() => new("the metadata ends too early");

    private static MalformedDataException WrongType(CompactType type, string expected) =>
        new($"the metadata has a field of type {(int)type} where {expected} is expected");
}
