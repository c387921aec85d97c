using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Tests.Writing;

namespace Plimsoll.Formats.Tests.Parquet;

/// <summary>Small files that claim much: refused before memory is taken or time is spent.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void A_tiny_file_cannot_claim_a_trillion_rows()
    {
        var bytes = ParquetWriter.Write(WrittenColumn.Int64("m", 1, 2, 3));
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(WithClaims(bytes, rows: 1_000_000_000_000), "claims"));
        Assert.Contains("1000000000000 rows", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_equal_rows_may_come_from_a_tiny_file()
    {
        var rows = Enumerable.Repeat<long?>(7, 1_000_000).ToArray();
        var bytes = ParquetWriter.Write(WrittenColumn.Int64("m", rows) with { DictionaryPages = 1 });
        Assert.InRange(bytes.Length, 100, 500);
        Assert.Equal(7_000_000, ParquetFile.Open(bytes, "equal").ReadInt64("m").Sum());
    }

    [Fact]
    public void Rows_that_no_page_bears_out_cost_no_memory()
    {
        // A million rows are within bounds for the footer, but the pages hold three.
        var file = ParquetFile.Open(WithClaims(ParquetWriter.Write(WrittenColumn.Int64("m", 1, 2, 3)), rows: 1_000_000), "claims");
        Assert.Equal(1_000_000, file.RowCount);
        Assert.Contains("the pages have 3 rows", RefusalThatCostsNothing(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_that_decompress_out_of_proportion_are_refused()
    {
        // 100 MB of zeros in blocks of one repeated byte each.
        var zeros = StoredZstandard.Encode(new byte[100_000_000], blockSize: 128 << 10, hasChecksum: false);
        Assert.InRange(zeros.Length, 1000, 10_000);
        var header = new CompactWriter();
        header.Int32(1, (int)PageKind.Data);
        header.Int32(2, 100_000_000);
        header.Int32(3, zeros.Length);
        header.Struct(5);
        header.Int32(1, 3);
        header.Int32(2, (int)Encoding.Plain);
        header.Int32(3, (int)Encoding.RunLength);
        header.End();
        header.Finish();
        byte[] pages = [.. "PAR1"u8, .. header.ToArray(), .. zeros];
        byte[] bomb = [.. pages, .. Tail(Footer(pages.Length - 4, rows: 3, codec: Codec.Zstandard))];
        var file = ParquetFile.Open(bomb, "bomb");
        Assert.Contains("too many for a file", RefusalThatCostsNothing(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_groups_cannot_share_their_pages()
    {
        var bytes = ParquetWriter.Write(WrittenColumn.Int64("m", Enumerable.Repeat<long?>(7, 100).ToArray()));
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(WithClaims(bytes, rows: 100, groups: 50), "shared"));
        Assert.Contains("larger than the file", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_groups_times_columns_is_bounded_by_the_footer()
    {
        var writer = new CompactWriter();
        writer.List(2, CompactType.Struct, 2001);
        WriteElement(writer, "schema", children: 2000);
        for (var i = 0; i < 2000; i++)
            WriteElement(writer, "c" + i, children: 0);
        writer.Int64(3, 0);
        writer.List(4, CompactType.Struct, 100_000);
        byte[] footer = [.. writer.ToArray(), .. new byte[100_000]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(ParquetWriter.WithFooter(footer), "groups"));
        Assert.Contains("100000 row groups of 2000 columns", error.Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Metadata_nested_without_end_is_refused()
    {
        // Unknown field 15 of type struct, in which lies the same, and so on.
        var footer = Enumerable.Repeat((byte)0xFC, 100_000).ToArray();
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(ParquetWriter.WithFooter(footer), "deep"));
        Assert.Contains("nested more than 32 deep", error.Reason, StringComparison.Ordinal);
    }

    private static string RefusalThatCostsNothing(ParquetFile file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ParquetException>(() => file.ReadInt64("m"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        return error.Reason;
    }

    // The pages of a file with one column "m", under a footer that claims other numbers.
    private static byte[] WithClaims(byte[] file, long rows, int groups = 1)
    {
        var footerStart = file.Length - 8 - BitConverter.ToInt32(file, file.Length - 8);
        return [.. file[..footerStart], .. Tail(Footer(footerStart - 4, rows, Codec.Uncompressed, groups))];
    }

    private static byte[] Tail(byte[] footer) => [.. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];

    private static byte[] Footer(int pageBytes, long rows, Codec codec, int groups = 1)
    {
        var writer = new CompactWriter();
        writer.List(2, CompactType.Struct, 2);
        WriteElement(writer, "schema", children: 1);
        WriteElement(writer, "m", children: 0);
        writer.Int64(3, groups * rows);
        writer.List(4, CompactType.Struct, groups);
        for (var i = 0; i < groups; i++)
        {
            writer.ElementStruct();
            writer.List(1, CompactType.Struct, 1);
            writer.ElementStruct();
            writer.Struct(3);
            writer.Int32(1, (int)ParquetType.Int64);
            writer.Int32(4, (int)codec);
            writer.Int64(5, rows);
            writer.Int64(7, pageBytes);
            writer.Int64(9, 4);
            writer.End();
            writer.End();
            writer.Int64(3, rows);
            writer.End();
        }

        writer.Finish();
        return writer.ToArray();
    }

    private static void WriteElement(CompactWriter writer, string name, int children)
    {
        writer.ElementStruct();
        if (children == 0)
            writer.Int32(1, (int)ParquetType.Int64);
        writer.Text(4, name);
        if (children > 0)
            writer.Int32(5, children);
        writer.End();
    }
}
