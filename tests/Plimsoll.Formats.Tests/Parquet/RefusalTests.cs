using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Tests.Writing;

namespace Plimsoll.Formats.Tests.Parquet;

/// <summary>What the reader refuses, and how it says so.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void A_git_lfs_pointer_is_named_as_such()
    {
        var pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 123\n"u8.ToArray();
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(pointer, "gemm_perf.parquet"));
        Assert.Equal("gemm_perf.parquet", error.File);
        Assert.Contains("git-LFS pointer", error.Reason, StringComparison.Ordinal);
        Assert.Contains("git lfs pull", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = ParquetWriter.Write(WrittenColumn.Int64("m", 1, 2, 3), WrittenColumn.Text("dtype", "a", "b", "c"));
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<ParquetException>(() => ParquetFile.Open(whole.AsMemory(0, length), "cut"));
    }

    [Fact]
    public void A_wrong_column_or_type_or_a_null_is_refused_with_its_name()
    {
        var file = ParquetFile.Open(
            ParquetWriter.Write(WrittenColumn.Int64("m", 1, null), WrittenColumn.Text("dtype", "a", "b"), WrittenColumn.Double("latency", 1, 2)),
            "three");
        Assert.Contains("'n'; the file has m, dtype, latency", Refusal(() => file.ReadInt64("n")), StringComparison.Ordinal);
        Assert.Contains("'dtype': type ByteArray does not hold integers", Refusal(() => file.ReadInt64("dtype")), StringComparison.Ordinal);
        Assert.Contains("'latency': type Double does not hold integers", Refusal(() => file.ReadInt64("latency", 0)), StringComparison.Ordinal);
        Assert.Contains("does not hold numbers", Refusal(() => file.ReadDouble("dtype")), StringComparison.Ordinal);
        Assert.Contains("does not hold text", Refusal(() => file.ReadStrings("m")), StringComparison.Ordinal);
        Assert.Contains("does not hold Booleans", Refusal(() => file.ReadBoolean("m")), StringComparison.Ordinal);
        Assert.Contains("does not hold bytes", Refusal(() => file.ReadBytes("m")), StringComparison.Ordinal);
        Assert.Contains("'m': a row has no value", Refusal(() => file.ReadInt64("m")), StringComparison.Ordinal);
        Assert.Contains("'m': a row has no value", Refusal(() => file.ReadDouble("m")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_stamp_of_96_bits_is_listed_but_not_read()
    {
        var file = ParquetFile.Open(
            ParquetWriter.Write(new WrittenColumn("when", ParquetType.Int96, [new byte[12]]), WrittenColumn.Int64("m", 4)),
            "int96");
        Assert.Equal(ParquetType.Int96, file.Columns[0].Type);
        Assert.Equal([4], file.ReadInt64("m"));
        Assert.All(
            [() => file.ReadInt64("when"), () => file.ReadDouble("when"), () => file.ReadStrings("when"), () => file.ReadBytes("when")],
            (Func<object> read) => Assert.Contains("Int96", Refusal(() => read()), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, ParquetType.Int64)]
    [InlineData(5, ParquetType.Int32)]
    public void A_decimal_is_not_read_as_if_it_had_no_scale(int convertedType, ParquetType type)
    {
        var column = new WrittenColumn("price", type, [type == ParquetType.Int32 ? 5 : 5L]) with { ConvertedType = convertedType };
        var file = ParquetFile.Open(ParquetWriter.Write(column), "decimal");
        Refusal(() => file.ReadInt64("price"));
        Refusal(() => file.ReadDouble("price"));
    }

    [Fact]
    public void An_unsigned_value_beyond_63_bits_is_refused()
    {
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Int64("m", 1, -1) with { ConvertedType = 14 }), "unsigned");
        Assert.Contains("unsigned", Refusal(() => file.ReadInt64("m")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Codec.Brotli, "BROTLI")]
    [InlineData(Codec.Lz4Raw, "LZ4_RAW")]
    [InlineData((Codec)42, "number 42")]
    public void An_unsupported_compression_is_named(object codec, string name)
    {
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Int64("m", 1) with { Codec = (Codec)codec }), "codec");
        Assert.Contains(name, Refusal(() => file.ReadInt64("m")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unsupported_encoding_is_named()
    {
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Double("x", 1) with { Encoding = Encoding.ByteStreamSplit }), "split");
        Assert.Contains("ByteStreamSplit", Refusal(() => file.ReadDouble("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_and_repeated_columns_are_refused()
    {
        Assert.Contains("nested", Refusal(() => OpenSchema(children: 1, elements: [("list", -1, 1, 1), ("item", 2, 1, 0)])), StringComparison.Ordinal);
        Assert.Contains("is a group", Refusal(() => OpenSchema(children: 1, elements: [("group", -1, 1, 1)])), StringComparison.Ordinal);
        Assert.Contains("repeated", Refusal(() => OpenSchema(children: 1, elements: [("many", 2, 2, 0)])), StringComparison.Ordinal);
        Assert.Contains("two columns", Refusal(() => OpenSchema(children: 2, elements: [("m", 2, 1, 0), ("m", 2, 1, 0)])), StringComparison.Ordinal);
        Assert.Contains("unknown type", Refusal(() => OpenSchema(children: 1, elements: [("odd", 8, 1, 0)])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_does_not_match_its_checksum_is_refused_with_its_place()
    {
        var bytes = ParquetWriter.Write(WrittenColumn.Int64("m", 1, 2, 3) with { HasPageChecksums = true });
        Assert.Equal([1, 2, 3], ParquetFile.Open(bytes, "intact").ReadInt64("m"));
        var value = bytes.AsSpan().IndexOf(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 });
        bytes[value] ^= 1;
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(bytes, "flipped").ReadInt64("m"));
        Assert.Contains("checksum", error.Reason, StringComparison.Ordinal);
        Assert.InRange(error.Offset!.Value, 4, value);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 4, 0 })]
    public void A_page_too_short_for_its_levels_is_refused(byte[] page)
    {
        var file = ParquetFile.Open(ParquetWriter.Write(WrittenColumn.Int64("m", null, null) with { RawPage = page }), "short");
        Assert.Contains("within its definition levels", Refusal(() => file.ReadInt64("m", 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused_but_can_be_read_as_bytes()
    {
        byte[] latin = [0x63, 0xE9];
        var file = ParquetFile.Open(ParquetWriter.Write(new WrittenColumn("name", ParquetType.ByteArray, [latin])), "latin");
        Assert.Contains("not UTF-8", Refusal(() => file.ReadStrings("name")), StringComparison.Ordinal);
        Assert.Equal(latin, Assert.Single(file.ReadBytes("name")));
    }

    [Fact]
    public void An_encrypted_file_is_refused() =>
        Assert.Contains("encrypted", Refusal(() => ParquetFile.Open("PARE00000000PARE"u8.ToArray(), "secret")), StringComparison.Ordinal);

    private static ParquetFile OpenSchema(int children, (string Name, int Type, int Repetition, int Children)[] elements, long rows = 0)
    {
        var writer = new CompactWriter();
        writer.List(2, CompactType.Struct, elements.Length + 1);
        WriteElement(writer, ("schema", -1, -1, children));
        foreach (var element in elements)
            WriteElement(writer, element);
        writer.Int64(3, rows);
        writer.List(4, CompactType.Struct, 0);
        writer.Finish();
        return ParquetFile.Open(ParquetWriter.WithFooter(writer.ToArray()), "schema");
    }

    private static void WriteElement(CompactWriter writer, (string Name, int Type, int Repetition, int Children) element)
    {
        writer.ElementStruct();
        if (element.Type >= 0)
            writer.Int32(1, element.Type);
        if (element.Repetition >= 0)
            writer.Int32(3, element.Repetition);
        writer.Text(4, element.Name);
        if (element.Children > 0)
            writer.Int32(5, element.Children);
        writer.End();
    }

    private static string Refusal(Action read) => Assert.Throws<ParquetException>(read).Message;
}
