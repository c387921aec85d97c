using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>Decodes FLOAT and DOUBLE columns.</summary>
internal sealed class DoubleColumn
{
    private readonly ColumnReader _reader;
    private readonly bool _isWide;
    private double[]? _dictionary;
    private int _dictionaryNumber;

    /// <param name="reader">A reader that has found its pages.</param>
    public DoubleColumn(ColumnReader reader)
    {
        _reader = reader;
        _isWide = reader.Column.Type == ParquetType.Double;
        if (reader.Column.Type is not (ParquetType.Float or ParquetType.Double))
            throw new MalformedDataException($"type {reader.Column.Type} does not hold numbers");
    }

    /// <summary>Reads the whole column.</summary>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public double[] Read(double? whenNull)
    {
        var values = new double[_reader.RowCount];
        var rest = new Span<double>(values);
        while (_reader.NextPage())
        {
            var rows = rest[.._reader.PageRows];
            ReadPage(rows[.._reader.PageValues]);
            if (_reader.PageHasNulls)
                _reader.PlaceNulls(rows, whenNull);
            rest = rest[rows.Length..];
        }

        return values;
    }

    private void ReadPage(Span<double> values)
    {
        if (_reader.IsDictionaryEncoded)
            Lookup(Dictionary(), values);
        else if (_reader.Encoding == Encoding.Plain)
            ReadPlain(_reader.Values, values);
        else
            throw _reader.UnsupportedEncoding();
    }

    private void Lookup(double[] dictionary, Span<double> values)
    {
        var indices = new DictionaryIndices(_reader.Values, dictionary.Length);
        Span<int> batch = stackalloc int[DictionaryIndices.Batch];
        while (!values.IsEmpty)
        {
            batch = batch[..Math.Min(batch.Length, values.Length)];
            indices.Read(batch);
            for (var i = 0; i < batch.Length; i++)
                values[i] = dictionary[batch[i]];
            values = values[batch.Length..];
        }
    }

    private double[] Dictionary()
    {
        if (_dictionary is null || _dictionaryNumber != _reader.DictionaryNumber)
        {
            // The page must hold its entries before memory is taken for as many as it claims.
            PlainValues.Take(_reader.Dictionary, _reader.DictionaryCount, ValueSize);
            _dictionary = new double[_reader.DictionaryCount];
            ReadPlain(_reader.Dictionary, _dictionary);
            _dictionaryNumber = _reader.DictionaryNumber;
        }

        return _dictionary;
    }

    private int ValueSize => _isWide ? sizeof(double) : sizeof(float);

    private void ReadPlain(ReadOnlySpan<byte> page, Span<double> values)
    {
        page = PlainValues.Take(page, values.Length, ValueSize);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _isWide
                ? BitConverter.UInt64BitsToDouble(Unaligned.ReadUInt64(page, i * sizeof(double)))
                : BitConverter.UInt32BitsToSingle(Unaligned.ReadUInt32(page, i * sizeof(float)));
        }
    }
}
