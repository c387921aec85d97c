using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>
/// Reads <c>FileMetaData</c>, the struct at the end of a file, and checks it against the file's size, so that
/// whoever holds a <see cref="Footer"/> need not doubt its numbers.
/// </summary>
/// <param name="data">The footer's bytes.</param>
/// <param name="pagesEnd">Offset in the file where the footer starts, thus where the pages must have ended.</param>
/// <param name="fileBytes">The file's size.</param>
[StructLayout(LayoutKind.Auto)]
internal ref struct FooterReader(ReadOnlySpan<byte> data, int pagesEnd, long fileBytes)
{
    private readonly int _footerBytes = data.Length;
    private CompactReader _reader = new(data);
    private ParquetColumn[]? _columns;
    private ColumnChunk[][]? _chunks;
    private long _chunkBytes;

    public Footer Read()
    {
        long? rows = null;
        var rowsOfGroups = 0L;
        var field = 0;
        while (_reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 2:
                    _columns = SchemaReader.Read(ref _reader, type);
                    break;
                case 3:
                    rows = CheckRows(_reader.ReadInt64(type));
                    break;
                case 4:
                    rowsOfGroups = ReadRowGroups(type);
                    break;
                case 8:
                    throw new MalformedDataException("the file is encrypted, which is not supported");
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        if (_columns is null || _chunks is null || rows is null)
            throw new MalformedDataException("the footer lacks the schema, the row count or the row groups");
        if (rowsOfGroups != rows)
            throw new MalformedDataException($"the footer claims {rows} rows, its row groups have {rowsOfGroups}");
        return new Footer((int)rows, _columns, _chunks);
    }

    private readonly long CheckRows(long rows)
    {
        var most = Limits.Rows(fileBytes);
        return rows >= 0 && rows <= most
            ? rows
            : throw new MalformedDataException($"the footer claims {rows} rows; a file of {fileBytes} bytes may have at most {most}");
    }

    private long ReadRowGroups(CompactType type)
    {
        if (_columns is null)
            throw new MalformedDataException("the footer names row groups before the schema");
        var count = _reader.ReadListHeader(type, out var element);

        // Every row group names every column, so their product is bounded too, not only each of them.
        if ((long)count * _columns.Length > _footerBytes)
            throw new MalformedDataException($"the footer claims {count} row groups of {_columns.Length} columns in {_footerBytes} bytes");
        _chunks = new ColumnChunk[_columns.Length][];
        for (var column = 0; column < _chunks.Length; column++)
            _chunks[column] = new ColumnChunk[count];

        var rows = 0L;
        for (var group = 0; group < count; group++)
        {
            CompactReader.EnterStruct(element);
            rows += ReadRowGroup(group);
            CheckRows(rows);
        }

        return rows;
    }

    private long ReadRowGroup(int group)
    {
        long? rows = null;
        var columns = 0;
        var field = 0;
        while (_reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    columns = ReadChunks(type, group);
                    break;
                case 3:
                    rows = CheckRows(_reader.ReadInt64(type));
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        if (rows is null || columns != _columns!.Length)
            throw new MalformedDataException($"row group {group} has {columns} columns, the schema {_columns!.Length}, or lacks its row count");
        foreach (var chunks in _chunks!)
        {
            if (chunks[group].RowCount != rows)
                throw new MalformedDataException($"row group {group} has {rows} rows, one of its columns {chunks[group].RowCount}");
        }

        return rows.Value;
    }

    private int ReadChunks(CompactType type, int group)
    {
        var count = _reader.ReadListHeader(type, out var element);
        if (count != _columns!.Length)
            throw new MalformedDataException($"row group {group} has {count} columns, the schema {_columns.Length}");
        for (var column = 0; column < count; column++)
        {
            CompactReader.EnterStruct(element);
            _chunks![column][group] = ReadChunk(_columns[column]);
        }

        return count;
    }

    private ColumnChunk ReadChunk(ParquetColumn column)
    {
        ColumnChunk? chunk = null;
        var field = 0;
        while (_reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    throw new MalformedDataException($"column '{column.Name}' lies in another file, which is not supported");
                case 3:
                    CompactReader.EnterStruct(type);
                    chunk = ReadChunkMetadata(column);
                    break;
                case 8:
                    throw new MalformedDataException($"column '{column.Name}' is encrypted, which is not supported");
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        return chunk ?? throw new MalformedDataException($"column '{column.Name}' has no metadata");
    }

    private ColumnChunk ReadChunkMetadata(ParquetColumn column)
    {
        var physicalType = -1;
        var codec = -1;
        long values = -1, length = -1, dataStart = -1, dictionaryStart = -1;
        var field = 0;
        while (_reader.NextField(ref field, out var type))
        {
            switch (field)
            {
                case 1:
                    physicalType = _reader.ReadInt32(type);
                    break;
                case 4:
                    codec = _reader.ReadInt32(type);
                    break;
                case 5:
                    values = CheckRows(_reader.ReadInt64(type));
                    break;
                case 7:
                    length = _reader.ReadInt64(type);
                    break;
                case 9:
                    dataStart = _reader.ReadInt64(type);
                    break;
                case 11:
                    dictionaryStart = _reader.ReadInt64(type);
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        if (physicalType != (int)column.Type)
            throw new MalformedDataException($"column '{column.Name}' has type {(int)column.Type} in the schema and {physicalType} in a row group");
        if (codec < 0 || values < 0)
            throw new MalformedDataException($"column '{column.Name}' lacks its codec or its number of values");

        // Some writers leave the dictionary's offset at 0; the dictionary page is then simply the first page.
        var start = dictionaryStart > 0 && dictionaryStart < dataStart ? dictionaryStart : dataStart;
        if (start < ParquetFile.MagicBytes || length < 0 || start > pagesEnd || length > pagesEnd - start)
            throw new MalformedDataException($"column '{column.Name}' claims {length} bytes at {start}, outside the pages of the file");

        // Chunks do not share bytes: otherwise many row groups could point to one page and make reading endless.
        _chunkBytes += length;
        if (_chunkBytes > fileBytes)
            throw new MalformedDataException("the column chunks together are larger than the file");
        return new ColumnChunk((int)start, (int)length, (Codec)codec, (int)values);
    }
}
