using System.Buffers.Binary;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Parquet.Pages;

/// <summary>
/// Walks the data pages of one column through all row groups: decompresses each, decodes its definition levels and
/// offers its values still encoded. What the values mean is left to the decoder of each type.
/// </summary>
internal sealed class ColumnReader(ReadOnlyMemory<byte> file, ParquetColumn column, ColumnChunk[] chunks, int rowCount) : IDisposable
{
    private readonly PageDecompressor _decompressor = new();
    private readonly PageBuffer _pageBuffer = new();
    private readonly PageBuffer _dictionaryBuffer = new();
    private readonly PageBuffer _presenceBuffer = new();
    private List<PageHeader> _pages = [];
    private ReadOnlyMemory<byte> _values;
    private ReadOnlyMemory<byte> _dictionary;
    private ReadOnlyMemory<byte> _presence;
    private int _nextPage;

    /// <summary>The column that is read.</summary>
    public ParquetColumn Column { get; } = column;

    /// <summary>Rows of the whole file.</summary>
    public int RowCount { get; } = rowCount;

    /// <summary>Where in the file the reader stands, for error messages.</summary>
    public long Offset { get; private set; }

    /// <summary>Rows of the current page, nulls included.</summary>
    public int PageRows { get; private set; }

    /// <summary>Values of the current page, nulls left out.</summary>
    public int PageValues { get; private set; }

    /// <summary>Whether rows of the current page lack a value.</summary>
    public bool PageHasNulls => PageValues < PageRows;

    /// <summary>Layout of <see cref="Values"/>.</summary>
    public Encoding Encoding { get; private set; }

    /// <summary>The encoded values of the current page.</summary>
    public ReadOnlySpan<byte> Values => _values.Span;

    /// <summary>The entries of the current dictionary, in PLAIN layout.</summary>
    public ReadOnlySpan<byte> Dictionary => _dictionary.Span;

    /// <summary>Entries in <see cref="Dictionary"/>.</summary>
    public int DictionaryCount { get; private set; }

    /// <summary>How many dictionaries have been met; a change means that <see cref="Dictionary"/> is another one.</summary>
    public int DictionaryNumber { get; private set; }

    /// <summary>Whether <see cref="Values"/> are indices into <see cref="Dictionary"/>.</summary>
    public bool IsDictionaryEncoded => Encoding is Encoding.RunLengthDictionary or Encoding.PlainDictionary;

    /// <summary>Finds all pages; to be called before memory is taken for <see cref="RowCount"/> rows.</summary>
    public void FindPages()
    {
        _pages = PageDirectory.Find(file.Span, chunks, out var offset);
        Offset = offset;
    }

    /// <summary>Moves to the next data page; false after the last.</summary>
    public bool NextPage()
    {
        while (_nextPage < _pages.Count)
        {
            var page = _pages[_nextPage++];
            Offset = page.Start;
            var stored = file.Slice(page.Start, page.StoredBytes);
            if (page.Checksum is { } checksum && Crc32.Compute(stored.Span) != checksum)
                throw new MalformedDataException("a page does not match its checksum");
            switch (page.Kind)
            {
                case PageKind.Dictionary:
                    LoadDictionary(page, stored);
                    break;
                case PageKind.Data:
                    LoadData(page, stored);
                    return true;
                case PageKind.DataV2:
                    LoadDataV2(page, stored);
                    return true;
                default:
                    throw new InvalidOperationException($"page kind {page.Kind} is not in the directory");
            }
        }

        return false;
    }

    /// <summary>
    /// Puts the values of the current page, decoded to the front of <paramref name="rows"/>, into their rows; needed only
    /// where <see cref="PageHasNulls"/>.
    /// </summary>
    /// <param name="rows">One element for each row of the page.</param>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public void PlaceNulls<T>(Span<T> rows, T? whenNull)
        where T : unmanaged
    {
        if (whenNull is not { } filler)
            throw new MalformedDataException("a row has no value, and the caller takes no nulls");
        if (PageValues == 0)
            rows.Fill(filler);
        else
            DefinitionLevels.Spread(rows, _presence.Span, PageValues, filler);
    }

    /// <summary>The error for a layout that the format allows but this reader does not know, or that is wrong for the type.</summary>
    public MalformedDataException UnsupportedEncoding() =>
        new($"encoding {Encoding} is not supported for type {Column.Type}");

    /// <inheritdoc/>
    public void Dispose()
    {
        _pageBuffer.Dispose();
        _dictionaryBuffer.Dispose();
        _presenceBuffer.Dispose();
    }

    private void LoadDictionary(PageHeader page, ReadOnlyMemory<byte> stored)
    {
        if (page.Encoding is not (Encoding.Plain or Encoding.PlainDictionary))
            throw new MalformedDataException($"a dictionary has the unsupported encoding {page.Encoding}");
        _dictionary = Decompress(page.Codec, stored, page.PlainBytes, _dictionaryBuffer);
        DictionaryCount = page.Count;
        DictionaryNumber++;
    }

    private void LoadData(PageHeader page, ReadOnlyMemory<byte> stored)
    {
        _values = Decompress(page.Codec, stored, page.PlainBytes, _pageBuffer);
        var levels = ReadOnlySpan<byte>.Empty;
        if (Column.IsOptional)
        {
            if (page.LevelEncoding != Encoding.RunLength)
                throw new MalformedDataException($"definition levels have the unsupported encoding {page.LevelEncoding}");
            var body = _values.Span;
            var length = body.Length < sizeof(uint) ? long.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(body);
            if (length > body.Length - sizeof(uint))
                throw new MalformedDataException("a page ends within its definition levels");
            levels = body.Slice(sizeof(uint), (int)length);
            _values = _values[(sizeof(uint) + (int)length)..];
        }

        StartPage(page, levels);
    }

    private void LoadDataV2(PageHeader page, ReadOnlyMemory<byte> stored)
    {
        var levels = stored.Span[..page.LevelBytes];
        _values = Decompress(page.Codec, stored[page.LevelBytes..], page.PlainBytes - page.LevelBytes, _pageBuffer);
        StartPage(page, levels);
        if (page.NullCount >= 0 && PageRows - PageValues != page.NullCount)
            throw new MalformedDataException($"a page has {PageRows - PageValues} nulls, its header states {page.NullCount}");
    }

    private void StartPage(PageHeader page, ReadOnlySpan<byte> levels)
    {
        Encoding = page.Encoding;
        PageRows = page.Count;
        PageValues = page.Count;
        if (!Column.IsOptional)
            return;
        var presence = _presenceBuffer.Take(page.Count);
        PageValues = DefinitionLevels.Read(levels, presence.Span);
        _presence = presence;
    }

    private ReadOnlyMemory<byte> Decompress(Codec codec, ReadOnlyMemory<byte> stored, int plainBytes, PageBuffer buffer)
    {
        if (codec == Codec.Uncompressed && stored.Length == plainBytes)
            return stored;
        var plain = buffer.Take(plainBytes);

        // A page of nulls alone may be stored as nothing at all.
        if (plainBytes > 0 || stored.Length > 0)
            _decompressor.Decompress(codec, stored.Span, plain.Span);
        return plain;
    }
}
