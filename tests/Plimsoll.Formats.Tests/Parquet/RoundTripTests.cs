using FsCheck.Fluent;
using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Tests.Writing;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Parquet;

/// <summary>What is written in any layout is read back.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Any_column_in_any_layout_reads_back_as_written() => Properties.Check(
        Gen.Choose(0, int.MaxValue),
        seed =>
        {
            var columns = RandomColumns.Create(seed, columns: 3, maxRows: 700);
            var rowGroupRows = new Random(seed).Next(2) == 0 ? int.MaxValue : 1 + seed % columns[0].Values.Length;
            var file = ParquetFile.Open(ParquetWriter.Write(rowGroupRows, columns), "random");
            return file.RowCount == columns[0].Values.Length && Array.TrueForAll(columns, column => Matches(file, column));
        },
        tests: 400);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dictionary_that_overflows_goes_on_with_plain_pages(bool isVersion2)
    {
        var values = Enumerable.Range(0, 1000).Select(i => (double?)(i / 7.0)).ToArray();
        var column = WrittenColumn.Double("latency", values) with { DictionaryPages = 2, PageRows = 300, IsVersion2 = isVersion2 };
        Assert.Equal(values.Select(v => v!.Value), ParquetFile.Open(ParquetWriter.Write(column), "overflow").ReadDouble("latency"));
    }

    [Fact]
    public void Texts_get_one_code_each_whatever_pages_and_row_groups_they_come_from()
    {
        var column = WrittenColumn.Text("dtype", "a", "b", null, "b", "c", "a", "c", "d") with { DictionaryPages = 1, PageRows = 2 };
        var texts = ParquetFile.Open(ParquetWriter.Write(4, column), "texts").ReadStrings("dtype");
        Assert.Equal(["a", "b", "c", "d"], texts.Values);
        Assert.Equal([0, 1, -1, 1, 2, 0, 2, 3], texts.Codes);
        Assert.Equal("c", texts[4]);
        Assert.Null(texts[2]);
        Assert.Equal(3, texts.CodeOf("d"));
        Assert.Equal(DictionaryColumn.Null, texts.CodeOf("e"));
    }

    [Fact]
    public void Nulls_become_what_the_caller_asks_for()
    {
        var file = ParquetFile.Open(
            ParquetWriter.Write(
                WrittenColumn.Int64("count", 1, null, 3),
                WrittenColumn.Double("time", null, 0.5, null),
                WrittenColumn.Boolean("flag", true, null, false),
                WrittenColumn.Int32("small", null, null, null)),
            "nulls");
        Assert.Equal([1, -7, 3], file.ReadInt64("count", whenNull: -7));
        Assert.Equal([1.0, double.NaN, 3.0], file.ReadDouble("count", whenNull: double.NaN));
        Assert.Equal([double.NaN, 0.5, double.NaN], file.ReadDouble("time", whenNull: double.NaN));
        Assert.Equal([true, true, false], file.ReadBoolean("flag", whenNull: true));
        Assert.Equal([9, 9, 9], file.ReadInt64("small", whenNull: 9));
        Assert.Equal([true, false, true], file.ReadPresence("flag"));
        Assert.Equal([false, false, false], file.ReadPresence("small"));
    }

    [Theory]
    [InlineData(Encoding.Plain, 0)]
    [InlineData(Encoding.Plain, 1)]
    [InlineData(Encoding.DeltaBinaryPacked, 0)]
    public void Unsigned_integers_of_32_bits_have_no_sign(object encoding, int dictionaryPages)
    {
        var column = WrittenColumn.Int32("count", -1, 5, int.MinValue) with { ConvertedType = 13, Encoding = (Encoding)encoding, DictionaryPages = dictionaryPages };
        Assert.Equal([uint.MaxValue, 5, 1L << 31], ParquetFile.Open(ParquetWriter.Write(column), "unsigned").ReadInt64("count"));
    }

    [Fact]
    public void A_file_lists_its_columns_without_reading_them()
    {
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Int64("m", 1, 2), WrittenColumn.Text("dtype", "a", "b") with { IsOptional = false }), "two");
        Assert.Equal(2, file.RowCount);
        Assert.Equal([new("m", ParquetType.Int64, true), new("dtype", ParquetType.ByteArray, false)], file.Columns);
        Assert.True(file.HasColumn("m"));
        Assert.False(file.HasColumn("M"));
    }

    [Fact]
    public void A_file_without_rows_has_empty_columns()
    {
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Int64("m"), WrittenColumn.Text("dtype")), "empty");
        Assert.Empty(file.ReadInt64("m"));
        Assert.Empty(file.ReadStrings("dtype").Codes);
    }

    [Fact]
    public void Columns_can_be_read_from_many_threads_at_once()
    {
        var values = Enumerable.Range(0, 20_000).Select(i => (long?)(i * 37L % 1000)).ToArray();
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Int64("m", values) with { Codec = Codec.Zstandard, PageRows = 3000 }), "shared");
        var expected = file.ReadInt64("m");
        var results = new long[16][];
        Parallel.For(0, results.Length, i => results[i] = file.ReadInt64("m"));
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    private static bool Matches(ParquetFile file, WrittenColumn column)
    {
        var values = column.Values;
        if (!file.ReadPresence(column.Name).SequenceEqual(values.Select(value => value is not null)))
            return false;
        switch (column.Type)
        {
            case ParquetType.Boolean:
                return file.ReadBoolean(column.Name, true).SequenceEqual(values.Select(value => value as bool? ?? true));
            case ParquetType.Int32 or ParquetType.Int64:
                var integers = values.Select(value => value is int narrow ? narrow : value as long? ?? -1).ToArray();
                return file.ReadInt64(column.Name, -1).SequenceEqual(integers)
                    && file.ReadDouble(column.Name, -1).SequenceEqual(integers.Select(value => (double)value));
            case ParquetType.Float or ParquetType.Double:
                return file.ReadDouble(column.Name, double.NaN).SequenceEqual(values.Select(value => value is float narrow ? narrow : value as double? ?? double.NaN));
            case ParquetType.ByteArray:
                var texts = file.ReadStrings(column.Name);
                return texts.Values.Distinct(StringComparer.Ordinal).Count() == texts.Values.Length
                    && Enumerable.Range(0, values.Length).All(row => texts[row] == (values[row] is byte[] utf8 ? System.Text.Encoding.UTF8.GetString(utf8) : null))
                    && MatchesBytes(file, column);
            default:
                return MatchesBytes(file, column);
        }
    }

    private static bool MatchesBytes(ParquetFile file, WrittenColumn column)
    {
        var read = file.ReadBytes(column.Name);
        return Enumerable.Range(0, read.Length).All(row => column.Values[row] is byte[] bytes ? bytes.SequenceEqual(read[row]!) : read[row] is null);
    }
}
