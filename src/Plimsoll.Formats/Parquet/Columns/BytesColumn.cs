using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>Decodes BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY columns as raw bytes.</summary>
internal sealed class BytesColumn
{
    private readonly ColumnReader _reader;
    private readonly int _prefix;
    private byte[][] _dictionary = [];
    private int _dictionaryNumber;

    /// <param name="reader">A reader that has found its pages.</param>
    public BytesColumn(ColumnReader reader)
    {
        _reader = reader;
        if (reader.Column.Type is not (ParquetType.ByteArray or ParquetType.FixedLengthByteArray))
            throw new MalformedDataException($"type {reader.Column.Type} does not hold bytes");
        _prefix = reader.Column.Type == ParquetType.ByteArray ? sizeof(uint) : reader.Column.FixedLength;
    }

    /// <summary>Reads the whole column; rows without a value get null. Rows with the same dictionary entry share one array.</summary>
    public byte[]?[] Read()
    {
        var values = new byte[]?[_reader.RowCount];
        var row = 0;
        while (_reader.NextPage())
        {
            var indices = new int[_reader.PageRows];
            var present = indices.AsSpan(0, _reader.PageValues);
            var source = ReadPage(present);
            if (_reader.PageHasNulls)
                _reader.PlaceNulls<int>(indices, DictionaryColumn.Null);
            foreach (var index in indices)
                values[row++] = index == DictionaryColumn.Null ? null : source[index];
        }

        return values;
    }

    /// <summary>Gives the arrays that <paramref name="indices"/> then refer to.</summary>
    private byte[][] ReadPage(Span<int> indices)
    {
        if (_reader.IsDictionaryEncoded)
        {
            if (_dictionaryNumber != _reader.DictionaryNumber)
            {
                _dictionary = ReadPlain(_reader.Dictionary, _reader.DictionaryCount);
                _dictionaryNumber = _reader.DictionaryNumber;
            }

            new DictionaryIndices(_reader.Values, _dictionary.Length).Read(indices);
            return _dictionary;
        }

        if (_reader.Encoding != Encoding.Plain)
            throw _reader.UnsupportedEncoding();
        for (var i = 0; i < indices.Length; i++)
            indices[i] = i;
        return ReadPlain(_reader.Values, indices.Length);
    }

    private byte[][] ReadPlain(ReadOnlySpan<byte> page, int count)
    {
        // Each value takes at least its prefix (or all its fixed bytes), so the count cannot exceed this.
        if (count > page.Length / _prefix)
            throw new MalformedDataException($"a page claims {count} values in {page.Length} bytes");
        var values = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            values[i] = _reader.Column.Type == ParquetType.ByteArray
                ? PlainValues.TakeBytes(ref page).ToArray()
                : PlainValues.TakeBytes(ref page, _reader.Column.FixedLength).ToArray();
        }

        return values;
    }
}
