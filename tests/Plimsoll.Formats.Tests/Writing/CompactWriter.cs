using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Writes Thrift's compact protocol.</summary>
internal sealed class CompactWriter
{
    private readonly List<byte> _output = [];
    private readonly Stack<int> _fields = new([0]);

    public byte[] ToArray() => _output.ToArray();

    public void Field(int id, CompactType type)
    {
        var delta = id - _fields.Pop();
        _fields.Push(id);
        if (delta is > 0 and <= 15)
        {
            _output.Add((byte)(delta << 4 | (int)type));
            return;
        }

        _output.Add((byte)type);
        Varint(ZigZag(id));
    }

    public void Boolean(int id, bool value) => Field(id, value ? CompactType.True : CompactType.False);

    public void Int32(int id, int value)
    {
        Field(id, CompactType.Int32);
        Varint(ZigZag(value));
    }

    public void Int64(int id, long value)
    {
        Field(id, CompactType.Int64);
        Varint(ZigZag(value));
    }

    public void Text(int id, string value)
    {
        Field(id, CompactType.Binary);
        Text(value);
    }

    public void Text(string value)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(value);
        Varint((ulong)bytes.Length);
        _output.AddRange(bytes);
    }

    public void List(int id, CompactType element, int count)
    {
        Field(id, CompactType.List);
        if (count < 15)
        {
            _output.Add((byte)(count << 4 | (int)element));
            return;
        }

        _output.Add((byte)(0xF0 | (int)element));
        Varint((ulong)count);
    }

    public void Element(int value) => Varint(ZigZag(value));

    public void Struct(int id)
    {
        Field(id, CompactType.Struct);
        _fields.Push(0);
    }

    public void ElementStruct() => _fields.Push(0);

    public void End()
    {
        _output.Add(0);
        _fields.Pop();
    }

    public void Finish() => _output.Add(0);

    private void Varint(ulong value)
    {
        for (; value >= 128; value >>= 7)
            _output.Add((byte)(value | 128));
        _output.Add((byte)value);
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);
}
