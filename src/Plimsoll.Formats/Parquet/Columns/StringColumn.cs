using System.Text;
using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Pages;
using Encoding = Plimsoll.Formats.Parquet.Metadata.Encoding;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>
/// Decodes BYTE_ARRAY columns as text with one code for each distinct value. A stored dictionary gives the codes as they
/// are; pages without one, and dictionaries of further row groups, are merged into the same codes.
/// </summary>
internal sealed class StringColumn
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ColumnReader _reader;
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private int[] _translation = [];
    private bool _translates;
    private int _dictionaryNumber;

    /// <param name="reader">A reader that has found its pages.</param>
    public StringColumn(ColumnReader reader)
    {
        _reader = reader;
        if (reader.Column.Type != ParquetType.ByteArray || reader.Column.IsDecimal)
            throw new MalformedDataException($"type {reader.Column.Type} does not hold text");
    }

    /// <summary>Reads the whole column; rows without a value get <see cref="DictionaryColumn.Null"/>.</summary>
    public DictionaryColumn Read()
    {
        var codes = new int[_reader.RowCount];
        var rest = new Span<int>(codes);
        while (_reader.NextPage())
        {
            var rows = rest[.._reader.PageRows];
            var present = rows[.._reader.PageValues];
            if (_reader.IsDictionaryEncoded)
                ReadIndices(present);
            else if (_reader.Encoding == Encoding.Plain)
                ReadTexts(_reader.Values, present);
            else
                throw _reader.UnsupportedEncoding();
            if (_reader.PageHasNulls)
                _reader.PlaceNulls<int>(rows, DictionaryColumn.Null);
            rest = rest[rows.Length..];
        }

        return new DictionaryColumn(codes, _values.ToArray());
    }

    private void ReadIndices(Span<int> codes)
    {
        if (_dictionaryNumber != _reader.DictionaryNumber)
            LoadDictionary();
        new DictionaryIndices(_reader.Values, _translation.Length).Read(codes);
        if (!_translates)
            return;
        for (var i = 0; i < codes.Length; i++)
            codes[i] = _translation[codes[i]];
    }

    private void LoadDictionary()
    {
        var page = _reader.Dictionary;
        if (_reader.DictionaryCount > page.Length / sizeof(uint))
            throw new MalformedDataException($"a dictionary claims {_reader.DictionaryCount} texts in {page.Length} bytes");
        _translation = new int[_reader.DictionaryCount];
        ReadTexts(page, _translation);
        _translates = false;
        for (var i = 0; i < _translation.Length; i++)
            _translates |= _translation[i] != i;
        _dictionaryNumber = _reader.DictionaryNumber;
    }

    private void ReadTexts(ReadOnlySpan<byte> page, Span<int> codes)
    {
        var previous = ReadOnlySpan<byte>.Empty;
        for (var i = 0; i < codes.Length; i++)
        {
            var bytes = PlainValues.TakeBytes(ref page);

            // Measured tables are sorted, so equal texts follow each other.
            codes[i] = i > 0 && bytes.SequenceEqual(previous) ? codes[i - 1] : CodeOf(bytes);
            previous = bytes;
        }
    }

    private int CodeOf(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedDataException("a text is not UTF-8");
        }

        if (!_codes.TryGetValue(text, out var code))
        {
            code = _values.Count;
            _codes.Add(text, code);
            _values.Add(text);
        }

        return code;
    }
}
