using System.Runtime.InteropServices;
using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>Decodes FLOAT and DOUBLE columns, and integer columns as doubles.</summary>
internal sealed class DoubleColumn
{
    private readonly ColumnReader _reader;
    private readonly Int64Column? _integers;
    private double[] _widened = [];
    private int _widenedNumber;

    /// <param name="reader">A reader that has found its pages.</param>
    public DoubleColumn(ColumnReader reader)
    {
        _reader = reader;
        var column = reader.Column;
        if (column.Type is ParquetType.Int32 or ParquetType.Int64)
            _integers = new Int64Column(reader);
        else if (column.Type is not (ParquetType.Float or ParquetType.Double))
            throw new MalformedDataException($"type {column.Type} does not hold numbers");
    }

    /// <summary>Reads the whole column.</summary>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public double[] Read(double? whenNull)
    {
        var values = new double[_reader.RowCount];
        var rest = values.AsSpan();
        while (_reader.NextPage())
        {
            var rows = rest[.._reader.PageRows];
            var present = rows[.._reader.PageValues];
            if (_integers is null)
                ReadPage(present);
            else
                ReadIntegers(_integers, present);
            _reader.PlaceNulls(rows, whenNull);
            rest = rest[rows.Length..];
        }

        return values;
    }

    private void ReadPage(Span<double> values)
    {
        var isWide = _reader.Column.Type == ParquetType.Double;
        switch (_reader.Encoding)
        {
            case Encoding.Plain when isWide:
                PlainValues.Numbers<double>(_reader.Values, values.Length).CopyTo(values);
                break;
            case Encoding.Plain:
                Widen(PlainValues.Numbers<float>(_reader.Values, values.Length), values);
                break;
            case Encoding.RunLengthDictionary or Encoding.PlainDictionary when isWide:
                DictionaryIndices.Lookup(_reader.Values, PlainValues.Numbers<double>(_reader.Dictionary, _reader.DictionaryCount), values);
                break;
            case Encoding.RunLengthDictionary or Encoding.PlainDictionary:
                DictionaryIndices.Lookup(_reader.Values, WidenedDictionary(), values);
                break;
            default:
                throw _reader.UnsupportedEncoding();
        }
    }

    // Both take 8 bytes, so the integers are decoded into the doubles' own memory and converted in place.
    private static void ReadIntegers(Int64Column integers, Span<double> values)
    {
        var raw = MemoryMarshal.Cast<double, long>(values);
        integers.ReadPage(raw);
        for (var i = 0; i < raw.Length; i++)
            values[i] = raw[i];
    }

    private ReadOnlySpan<double> WidenedDictionary()
    {
        if (_widenedNumber != _reader.DictionaryNumber)
        {
            var entries = PlainValues.Numbers<float>(_reader.Dictionary, _reader.DictionaryCount);
            _widened = new double[entries.Length];
            Widen(entries, _widened);
            _widenedNumber = _reader.DictionaryNumber;
        }

        return _widened;
    }

    private static void Widen(ReadOnlySpan<float> source, Span<double> target)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = source[i];
    }
}
