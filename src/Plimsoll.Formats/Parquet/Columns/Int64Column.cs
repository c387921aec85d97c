using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>Decodes INT32 and INT64 columns.</summary>
internal sealed class Int64Column
{
    private readonly ColumnReader _reader;
    private readonly ParquetColumn _column;
    private long[] _widened = [];
    private int _widenedNumber;

    /// <param name="reader">A reader that has found its pages.</param>
    public Int64Column(ColumnReader reader)
    {
        _reader = reader;
        _column = reader.Column;
        if (_column.Type is not (ParquetType.Int32 or ParquetType.Int64) || _column.IsDecimal)
            throw new MalformedDataException($"type {_column.Type} does not hold integers");
    }

    /// <summary>Reads the whole column.</summary>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public long[] Read(long? whenNull)
    {
        var values = new long[_reader.RowCount];
        var rest = values.AsSpan();
        while (_reader.NextPage())
        {
            var rows = rest[.._reader.PageRows];
            ReadPage(rows[.._reader.PageValues]);
            _reader.PlaceNulls(rows, whenNull);
            rest = rest[rows.Length..];
        }

        return values;
    }

    /// <summary>Decodes the values of the reader's current page.</summary>
    public void ReadPage(Span<long> values)
    {
        var isWide = _column.Type == ParquetType.Int64;
        switch (_reader.Encoding)
        {
            case Encoding.Plain when isWide:
                PlainValues.Numbers<long>(_reader.Values, values.Length).CopyTo(values);
                break;
            case Encoding.Plain:
                Widen(PlainValues.Numbers<int>(_reader.Values, values.Length), values);
                break;
            case Encoding.RunLengthDictionary or Encoding.PlainDictionary when isWide:
                DictionaryIndices.Lookup(_reader.Values, PlainValues.Numbers<long>(_reader.Dictionary, _reader.DictionaryCount), values);
                break;
            case Encoding.RunLengthDictionary or Encoding.PlainDictionary:
                DictionaryIndices.Lookup(_reader.Values, WidenedDictionary(), values);
                break;
            case Encoding.DeltaBinaryPacked:
                new DeltaDecoder(_reader.Values).Read(values);
                if (!isWide)
                    Narrow(values);
                break;
            default:
                throw _reader.UnsupportedEncoding();
        }

        if (isWide && _column.IsUnsigned)
            CheckSign(values);
    }

    private ReadOnlySpan<long> WidenedDictionary()
    {
        if (_widenedNumber != _reader.DictionaryNumber)
        {
            var entries = PlainValues.Numbers<int>(_reader.Dictionary, _reader.DictionaryCount);
            _widened = new long[entries.Length];
            Widen(entries, _widened);
            _widenedNumber = _reader.DictionaryNumber;
        }

        return _widened;
    }

    private void Widen(ReadOnlySpan<int> source, Span<long> target)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = _column.IsUnsigned ? (uint)source[i] : source[i];
    }

    // Differences of 32-bit values wrap around 32 bits, so only the low half of each sum counts.
    private void Narrow(Span<long> values)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = _column.IsUnsigned ? (uint)values[i] : (int)values[i];
    }

    private static void CheckSign(ReadOnlySpan<long> values)
    {
        foreach (var value in values)
        {
            if (value < 0)
                throw new MalformedDataException($"an unsigned value is above {long.MaxValue}");
        }
    }
}
