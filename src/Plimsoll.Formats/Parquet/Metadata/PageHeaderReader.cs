using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>Reads one <c>PageHeader</c> and checks it against the bytes that follow it.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct PageHeaderReader(ReadOnlySpan<byte> data)
{
    private readonly int _available = data.Length;
    private CompactReader _reader = new(data);
    private int _count = -1;
    private int _encoding = -1;
    private int _levelEncoding = (int)Encoding.RunLength;
    private int _levelBytes;
    private int _nullCount = -1;
    private bool _hasRepetitionLevels;
    private bool _isStored;

    /// <param name="start">Offset in the file where the header starts.</param>
    /// <param name="codec">Compression of the column chunk.</param>
    public PageHeader Read(int start, Codec codec)
    {
        int kind = -1, plainBytes = -1, storedBytes = -1;
        uint? checksum = null;
        var details = PageKind.Index;
        var field = 0;
        while (_reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    kind = _reader.ReadInt32(type);
                    break;
                case 2:
                    plainBytes = _reader.ReadInt32(type);
                    break;
                case 3:
                    storedBytes = _reader.ReadInt32(type);
                    break;
                case 4:
                    checksum = (uint)_reader.ReadInt32(type);
                    break;
                case 5:
                    ReadData(type);
                    details = PageKind.Data;
                    break;
                case 7:
                    ReadDictionary(type);
                    details = PageKind.Dictionary;
                    break;
                case 8:
                    ReadDataV2(type);
                    details = PageKind.DataV2;
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        if (kind is < 0 or > (int)PageKind.DataV2)
            throw new MalformedDataException($"a page has the unknown kind {kind}");
        if (kind != (int)PageKind.Index && (kind != (int)details || _count < 0 || _encoding < 0))
            throw new MalformedDataException("a page header lacks its details");
        if (storedBytes < 0 || storedBytes > _available - _reader.Position)
            throw new MalformedDataException($"a page claims {storedBytes} bytes, its column has {_available - _reader.Position} left");
        if (plainBytes is < 0 or > Limits.PageBytes)
            throw new MalformedDataException($"a page claims {plainBytes} bytes decompressed; at most {Limits.PageBytes} are read");
        if (_levelBytes < 0 || _levelBytes > storedBytes || _levelBytes > plainBytes || _hasRepetitionLevels)
            throw new MalformedDataException("a page has levels that do not fit it");
        return new PageHeader
        {
            Kind = (PageKind)kind,
            Start = start + _reader.Position,
            StoredBytes = storedBytes,
            PlainBytes = plainBytes,
            Codec = _isStored ? Codec.Uncompressed : codec,
            Checksum = checksum,
            Count = _count,
            Encoding = (Encoding)_encoding,
            LevelEncoding = (Encoding)_levelEncoding,
            LevelBytes = _levelBytes,
            NullCount = _nullCount,
        };
    }

    private void ReadData(CompactType type)
    {
        CompactReader.EnterStruct(type);
        var field = 0;
        while (_reader.NextField(ref field, out var fieldType))
        {
            switch (field)
            {
                case 1:
                    _count = _reader.ReadInt32(fieldType);
                    break;
                case 2:
                    _encoding = _reader.ReadInt32(fieldType);
                    break;
                case 3:
                    _levelEncoding = _reader.ReadInt32(fieldType);
                    break;
                default:
                    _reader.Skip(fieldType);
                    break;
            }
        }
    }

    private void ReadDictionary(CompactType type)
    {
        CompactReader.EnterStruct(type);
        var field = 0;
        while (_reader.NextField(ref field, out var fieldType))
        {
            switch (field)
            {
                case 1:
                    _count = _reader.ReadInt32(fieldType);
                    break;
                case 2:
                    _encoding = _reader.ReadInt32(fieldType);
                    break;
                default:
                    _reader.Skip(fieldType);
                    break;
            }
        }
    }

    private void ReadDataV2(CompactType type)
    {
        CompactReader.EnterStruct(type);
        var field = 0;
        while (_reader.NextField(ref field, out var fieldType))
        {
            switch (field)
            {
                case 1:
                    _count = _reader.ReadInt32(fieldType);
                    break;
                case 2:
                    _nullCount = _reader.ReadInt32(fieldType);
                    break;
                case 4:
                    _encoding = _reader.ReadInt32(fieldType);
                    break;
                case 5:
                    _levelBytes = _reader.ReadInt32(fieldType);
                    break;
                case 6:
                    _hasRepetitionLevels = _reader.ReadInt32(fieldType) != 0;
                    break;
                case 7:
                    _isStored = !CompactReader.ReadBoolean(fieldType);
                    break;
                default:
                    _reader.Skip(fieldType);
                    break;
            }
        }
    }
}
