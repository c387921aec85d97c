using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>Decodes INT32 and INT64 columns.</summary>
internal sealed class Int64Column
{
    private readonly ColumnReader _reader;
    private readonly ParquetColumn _column;
    private readonly bool _isWide;
    private long[]? _dictionary;
    private int _dictionaryNumber;

    /// <param name="reader">A reader that has found its pages.</param>
    public Int64Column(ColumnReader reader)
    {
        _reader = reader;
        _column = reader.Column;
        _isWide = _column.Type == ParquetType.Int64;
        if (_column.Type is not (ParquetType.Int32 or ParquetType.Int64) || _column.IsDecimal)
            throw new MalformedDataException($"type {_column.Type} does not hold integers");
    }

    /// <summary>Reads the whole column.</summary>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public long[] Read(long? whenNull)
    {
        var values = new long[_reader.RowCount];
        var rest = new Span<long>(values);
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

    /// <summary>Reads the whole column as doubles; integers beyond 2⁵³ are rounded.</summary>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public double[] ReadAsDoubles(double? whenNull)
    {
        var values = new double[_reader.RowCount];
        var rest = new Span<double>(values);
        long[]? page = null;
        while (_reader.NextPage())
        {
            var rows = rest[.._reader.PageRows];
            if (page is null || page.Length < _reader.PageValues)
                page = new long[_reader.PageValues];
            ReadPage(new Span<long>(page, 0, _reader.PageValues));
            for (var i = 0; i < _reader.PageValues; i++)
                rows[i] = page[i];
            if (_reader.PageHasNulls)
                _reader.PlaceNulls(rows, whenNull);
            rest = rest[rows.Length..];
        }

        return values;
    }

    private void ReadPage(Span<long> values)
    {
        if (_reader.IsDictionaryEncoded)
        {
            Lookup(Dictionary(), values);
            return;
        }

        switch (_reader.Encoding)
        {
            case Encoding.Plain:
                ReadPlain(_reader.Values, values);
                break;
            case Encoding.DeltaBinaryPacked:
                new DeltaDecoder(_reader.Values).Read(values);
                Reinterpret(values);
                break;
            default:
                throw _reader.UnsupportedEncoding();
        }
    }

    private void Lookup(long[] dictionary, Span<long> values)
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

    private long[] Dictionary()
    {
        if (_dictionary is null || _dictionaryNumber != _reader.DictionaryNumber)
        {
            // The page must hold its entries before memory is taken for as many as it claims.
            PlainValues.Take(_reader.Dictionary, _reader.DictionaryCount, ValueSize);
            _dictionary = new long[_reader.DictionaryCount];
            ReadPlain(_reader.Dictionary, _dictionary);
            _dictionaryNumber = _reader.DictionaryNumber;
        }

        return _dictionary;
    }

    private int ValueSize => _isWide ? sizeof(long) : sizeof(int);

    private void ReadPlain(ReadOnlySpan<byte> page, Span<long> values)
    {
        page = PlainValues.Take(page, values.Length, ValueSize);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _isWide
                ? (long)Unaligned.ReadUInt64(page, i * sizeof(long))
                : (int)Unaligned.ReadUInt32(page, i * sizeof(int));
        }

        Reinterpret(values);
    }

    /// <summary>
    /// Gives 32-bit values their true upper half (sums of differences wrap around 32 bits; unsigned values have no sign to
    /// extend) and refuses unsigned ones that a long cannot hold.
    /// </summary>
    private void Reinterpret(Span<long> values)
    {
        if (_isWide && !_column.IsUnsigned)
            return;
        for (var i = 0; i < values.Length; i++)
        {
            if (!_isWide)
                values[i] = _column.IsUnsigned ? (uint)values[i] : (int)values[i];
            else if (values[i] < 0)
                throw new MalformedDataException($"an unsigned value is above {long.MaxValue}");
        }
    }
}
