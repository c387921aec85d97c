using System.Buffers.Binary;
using Plimsoll.Formats.Parquet.Columns;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet;

/// <summary>
/// Reads Parquet files with flat schemas. Opening reads the footer alone; each column is decoded when it is asked for,
/// every time anew. Columns may be read from several threads at once.
/// </summary>
/// <remarks>
/// Understood: data pages of version 1 and 2; encodings PLAIN, RLE_DICTIONARY, PLAIN_DICTIONARY, RLE and DELTA_BINARY_PACKED;
/// Zstandard, Snappy, gzip or no compression; any number of row groups. Refused: nested and repeated columns, encryption,
/// INT96, and claims out of proportion to the file's size (a file of n bytes may have 2²⁰ + 64·n rows and decompress to
/// 16 MiB + 1,024·n bytes per column). Checksums of pages and of Zstandard frames are verified where a writer gave them.
/// Every method that meets malformed content throws <see cref="ParquetException"/> and nothing else.
/// </remarks>
public sealed class ParquetFile
{
    internal const int MagicBytes = 4;
    private const int TailBytes = sizeof(uint) + MagicBytes;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Footer _footer;
    private readonly Dictionary<string, int> _columnIndex;

    private ParquetFile(ReadOnlyMemory<byte> bytes, string name, Footer footer)
    {
        _bytes = bytes;
        Name = name;
        _footer = footer;
        _columnIndex = new Dictionary<string, int>(footer.Columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < footer.Columns.Length; i++)
            _columnIndex.Add(footer.Columns[i].Name, i);
    }

    /// <summary>The name under which errors report the file.</summary>
    public string Name { get; }

    /// <summary>Rows of the file.</summary>
    public int RowCount => _footer.RowCount;

    /// <summary>The columns in file order.</summary>
    public IReadOnlyList<ParquetColumn> Columns => _footer.Columns;

    /// <summary>Reads the footer of a file on disk.</summary>
    /// <exception cref="ParquetException">The content is no readable Parquet file.</exception>
    /// <exception cref="IOException">The file cannot be read at all.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ParquetFile Open(string path) => Open(File.ReadAllBytes(path), path);

    /// <summary>Reads the footer of a file in memory; the bytes must not change afterwards.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">The name under which errors report it.</param>
    /// <exception cref="ParquetException">The content is no readable Parquet file.</exception>
    public static ParquetFile Open(ReadOnlyMemory<byte> bytes, string name)
    {
        int? footerStart = null;
        try
        {
            var span = bytes.Span;
            var start = FindFooter(span);
            footerStart = start;
            var footer = new FooterReader(span[start..^TailBytes], start, span.Length).Read();
            return new ParquetFile(bytes, name, footer);
        }
        catch (MalformedDataException e)
        {
            throw new ParquetException(name, e.Message, footerStart, e);
        }
    }

    /// <summary>Whether the file has a column of this name.</summary>
    public bool HasColumn(string name) => _columnIndex.ContainsKey(name);

    /// <summary>Reads an INT32 or INT64 column in which every row has a value.</summary>
    /// <exception cref="ParquetException">No such column, another type, a null, or malformed content.</exception>
    public long[] ReadInt64(string column) => Read(column, static reader => new Int64Column(reader).Read(null));

    /// <summary>Reads an INT32 or INT64 column; rows without a value get <paramref name="whenNull"/>.</summary>
    /// <exception cref="ParquetException">No such column, another type, or malformed content.</exception>
    public long[] ReadInt64(string column, long whenNull) => Read(column, reader => new Int64Column(reader).Read(whenNull));

    /// <summary>Reads a FLOAT, DOUBLE, INT32 or INT64 column in which every row has a value. Integers beyond 2⁵³ are rounded.</summary>
    /// <exception cref="ParquetException">No such column, another type, a null, or malformed content.</exception>
    public double[] ReadDouble(string column) => Read(column, static reader => ReadDouble(reader, null));

    /// <summary>Reads a FLOAT, DOUBLE, INT32 or INT64 column; rows without a value get <paramref name="whenNull"/>.</summary>
    /// <exception cref="ParquetException">No such column, another type, or malformed content.</exception>
    public double[] ReadDouble(string column, double whenNull) => Read(column, reader => ReadDouble(reader, whenNull));

    /// <summary>Reads a BOOLEAN column in which every row has a value.</summary>
    /// <exception cref="ParquetException">No such column, another type, a null, or malformed content.</exception>
    public bool[] ReadBoolean(string column) => Read(column, static reader => BooleanColumn.Read(reader, null));

    /// <summary>Reads a BOOLEAN column; rows without a value get <paramref name="whenNull"/>.</summary>
    /// <exception cref="ParquetException">No such column, another type, or malformed content.</exception>
    public bool[] ReadBoolean(string column, bool whenNull) => Read(column, reader => BooleanColumn.Read(reader, whenNull));

    /// <summary>Reads a BYTE_ARRAY column of UTF-8 text as codes into its distinct values; rows without a value get the code −1.</summary>
    /// <exception cref="ParquetException">No such column, another type, text that is not UTF-8, or malformed content.</exception>
    public DictionaryColumn ReadStrings(string column) => Read(column, static reader => new StringColumn(reader).Read());

    /// <summary>Reads a BYTE_ARRAY or FIXED_LEN_BYTE_ARRAY column as bytes; rows without a value get null. Equal rows may share an array.</summary>
    /// <exception cref="ParquetException">No such column, another type, or malformed content.</exception>
    public byte[]?[] ReadBytes(string column) => Read(column, static reader => new BytesColumn(reader).Read());

    /// <summary>Per row whether a column of any type has a value.</summary>
    /// <exception cref="ParquetException">No such column, or malformed content.</exception>
    public bool[] ReadPresence(string column) => Read(column, static reader => BooleanColumn.ReadPresence(reader));

    private static double[] ReadDouble(ColumnReader reader, double? whenNull) =>
        reader.Column.Type is ParquetType.Int32 or ParquetType.Int64
            ? new Int64Column(reader).ReadAsDoubles(whenNull)
            : new DoubleColumn(reader).Read(whenNull);

    private T Read<T>(string column, Func<ColumnReader, T> decode)
    {
        if (!_columnIndex.TryGetValue(column, out var index))
            throw new ParquetException(Name, $"there is no column '{column}'; the file has {string.Join(", ", _columnIndex.Keys)}");

        using var reader = new ColumnReader(_bytes, _footer.Columns[index], _footer.Chunks[index], RowCount);
        try
        {
            reader.FindPages();
            return decode(reader);
        }
        catch (MalformedDataException e)
        {
            throw new ParquetException(Name, $"column '{column}': {e.Message}", reader.Offset, e);
        }
    }

    private static int FindFooter(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("version https://git-lfs"u8))
            throw new MalformedDataException("this is a git-LFS pointer, not the file itself; fetch it with 'git lfs pull'");
        if (file.Length < MagicBytes + TailBytes || !file.StartsWith("PAR1"u8))
            throw new MalformedDataException(file.StartsWith("PARE"u8) ? "the file is encrypted, which is not supported" : "this is not a Parquet file");
        if (!file[^MagicBytes..].SequenceEqual("PAR1"u8))
            throw new MalformedDataException("the file is truncated: it does not end as a Parquet file does");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[^TailBytes..]);
        if (length > (uint)(file.Length - MagicBytes - TailBytes))
            throw new MalformedDataException($"the footer claims {length} bytes in a file of {file.Length}");
        return file.Length - TailBytes - (int)length;
    }
}
