using System.Buffers.Binary;
using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;

namespace Plimsoll.Formats.Parquet.Columns;

/// <summary>Decodes BOOLEAN columns, and the presence of values in any column.</summary>
internal static class BooleanColumn
{
    private const int Batch = 1024;

    /// <param name="reader">A reader that has found its pages.</param>
    /// <param name="whenNull">What rows without a value get; null when there must be none.</param>
    public static bool[] Read(ColumnReader reader, bool? whenNull)
    {
        var column = reader.Column;
        if (column.Type != ParquetType.Boolean)
            throw new MalformedDataException($"type {column.Type} does not hold Booleans");

        var values = new bool[reader.RowCount];
        var rest = new Span<bool>(values);
        while (reader.NextPage())
        {
            var rows = rest[..reader.PageRows];
            var present = rows[..reader.PageValues];
            switch (reader.Encoding)
            {
                case Encoding.Plain:
                    PlainValues.Booleans(reader.Values, present);
                    break;
                case Encoding.RunLength:
                    ReadRuns(reader.Values, present);
                    break;
                default:
                    throw reader.UnsupportedEncoding();
            }

            if (reader.PageHasNulls)
                reader.PlaceNulls(rows, whenNull);
            rest = rest[rows.Length..];
        }

        return values;
    }

    /// <summary>Per row of the column whether it has a value.</summary>
    public static bool[] ReadPresence(ColumnReader reader)
    {
        var values = new bool[reader.RowCount];
        var rest = new Span<bool>(values);
        while (reader.NextPage())
        {
            var rows = rest[..reader.PageRows];
            rows[..reader.PageValues].Fill(true);
            if (reader.PageHasNulls)
                reader.PlaceNulls<bool>(rows, false);
            rest = rest[rows.Length..];
        }

        return values;
    }

    // Runs of values, other than those of version 2 levels, are preceded by their length.
    private static void ReadRuns(ReadOnlySpan<byte> page, Span<bool> values)
    {
        if (values.IsEmpty)
            return;
        if (page.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(page) > (uint)page.Length - sizeof(uint))
            throw new MalformedDataException("a page of Booleans ends before its runs");
        var runs = new RunDecoder(page.Slice(sizeof(uint), (int)BinaryPrimitives.ReadUInt32LittleEndian(page)), 1);
        Span<int> bits = stackalloc int[Batch];
        while (!values.IsEmpty)
        {
            var batch = bits[..Math.Min(Batch, values.Length)];
            runs.Read(batch);
            for (var i = 0; i < batch.Length; i++)
            {
                if (batch[i] is not (0 or 1))
                    throw new MalformedDataException($"a Boolean is stored as {batch[i]}");
                values[i] = batch[i] != 0;
            }

            values = values[batch.Length..];
        }
    }
}
