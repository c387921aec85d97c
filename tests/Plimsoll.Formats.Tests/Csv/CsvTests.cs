using FsCheck.Fluent;
using Plimsoll.Formats.Csv;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Csv;

public sealed class CsvTests
{
    private const string Odd = "a,\"\r\n é\uFEFF;'";

    [Fact]
    public void Any_table_reads_back_as_written() => Properties.Check(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new Random(seed);
        var columns = random.Next(1, 5);
        var rows = new string[random.Next(20)][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = new string[columns];
            for (var i = 0; i < columns; i++)
                rows[row][i] = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Odd[random.Next(Odd.Length)]));
        }

        var text = new StringWriter();
        var writer = new CsvWriter(text);
        foreach (var row in rows.Prepend(Enumerable.Range(0, columns).Select(i => "column" + i).ToArray()))
        {
            foreach (var field in row)
                writer.Write(field);
            writer.EndRecord();
        }

        using var reader = new CsvReader(new StringReader(text.ToString()), "random");
        return rows.All(row => reader.Read() && reader.Fields.SequenceEqual(row)) && !reader.Read();
    });

    [Fact]
    public void Quotes_commas_and_line_breaks_belong_to_a_quoted_field()
    {
        using var reader = Read("name,note\r\nx,\"say \"\"a,b\"\"\r\nthen stop\"\r\n\r\ny,\n");
        Assert.Equal(["name", "note"], reader.Columns);
        Assert.True(reader.Read());
        Assert.Equal("say \"a,b\"\r\nthen stop", reader["note"]);
        Assert.Equal(2, reader.Line);
        Assert.True(reader.Read());
        Assert.Equal(["y", ""], reader.Fields);
        Assert.Equal(5, reader.Line);
        Assert.False(reader.Read());
    }

    [Fact]
    public void A_table_keeps_all_records()
    {
        var table = CsvTable.Read(new StringReader("m,n\n1,2\n3,4\n"), "table.csv");
        Assert.Equal("table.csv", table.Name);
        Assert.Equal(["m", "n"], table.Header);
        Assert.Equal(2, table.Count);
        Assert.Equal(["1", "3"], [table.Field(0, "m"), table.Field(1, "m")]);
        Assert.True(table.Has("n"));
        Assert.False(table.Has("k"));
        Assert.Equal("", table.Field(1, "k"));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_name()
    {
        using var reader = Read("\uFEFFm,n\n1,2\n");
        Assert.True(reader.HasColumn("m"));
    }

    [Fact]
    public void Numbers_are_read_and_written_in_invariant_notation()
    {
        var text = new StringWriter();
        var writer = new CsvWriter(text);
        writer.Write("a");
        writer.Write("b");
        writer.Write("c");
        writer.EndRecord();
        writer.Write(0.1 + 0.2);
        writer.Write(long.MinValue);
        writer.Write((double?)null);
        writer.EndRecord();
        Assert.Equal("a,b,c\n0.30000000000000004,-9223372036854775808,\n", text.ToString());
        using var reader = Read(text.ToString());
        Assert.True(reader.Read());
        Assert.Equal(0.1 + 0.2, reader.Number("a"));
        Assert.Equal(1e-7, Number("1e-7"));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("a,a\n", 1, "two columns are named 'a'")]
    [InlineData("a,b\n1,2\n3\n", 3, "1 fields, the header 2")]
    [InlineData("a,b\n1,2,3\n", 2, "3 fields, the header 2")]
    [InlineData("a\nx\"y\n", 2, "inside an unquoted field")]
    [InlineData("a\n\"x\ny\n", 2, "not closed")]
    [InlineData("a\n\"x\"y\n", 2, "follows the closing quote")]
    [InlineData("a\nx\ry\n", 2, "carriage return")]
    public void Malformed_text_is_refused_with_its_line(string text, int line, string reason)
    {
        var error = Assert.Throws<CsvException>(() =>
        {
            using var reader = Read(text);
            while (reader.Read())
            {
            }
        });
        Assert.Equal(line, error.Line);
        Assert.Equal("test.csv", error.File);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_at_all_is_read_or_refused() => Properties.Check(
        Gen.Choose(0, int.MaxValue),
        seed =>
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Odd[random.Next(Odd.Length)]));
            try
            {
                using var reader = Read(text);
                while (reader.Read())
                    Assert.Equal(reader.Columns.Count, reader.Fields.Count);
            }
            catch (CsvException)
            {
                return true;
            }

            return true;
        },
        tests: 3000);

    [Fact]
    public void A_missing_column_or_a_text_for_a_number_is_refused_with_its_name()
    {
        using var reader = Read("m,n\n1,x\n");
        Assert.True(reader.Read());
        Assert.Contains("'k'; the file has m, n", Assert.Throws<CsvException>(() => reader["k"]).Reason, StringComparison.Ordinal);
        Assert.Contains("'x' in column 'n'", Assert.Throws<CsvException>(() => reader.Number("n")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_and_records_are_bounded()
    {
        Assert.Throws<CsvException>(() => Read(new string('x', CsvReader.MaxFieldLength + 1)));
        Assert.Throws<CsvException>(() => Read(new string(',', CsvReader.MaxColumns)));
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [0x61, 0xE9, 0x0A]);
            Assert.Contains("UTF-8", Assert.Throws<CsvException>(() => CsvReader.Open(path)).Reason, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Records_of_uneven_length_are_a_bug_of_the_writer()
    {
        var writer = new CsvWriter(new StringWriter());
        writer.Write("a");
        writer.Write("b");
        writer.EndRecord();
        writer.Write("c");
        Assert.Throws<InvalidOperationException>(writer.EndRecord);
    }

    private static double Number(string text)
    {
        using var reader = Read("x\n" + text);
        Assert.True(reader.Read());
        return reader.Number("x");
    }

    private static CsvReader Read(string text) => new(new StringReader(text), "test.csv");
}
