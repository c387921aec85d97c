using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Tests.Writing;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class DamagedTableTests
{
    private static readonly string GemmPath = SmallDatabase.PathOf("gemm", "gemm_perf");

    private static readonly AttentionKey Attention = new(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);

    private static readonly MoeKey Experts = new(MoeQuant.Bf16, 8, 2, 512, 256, 1, 1, "balanced");

    [Fact]
    public void A_pointer_instead_of_the_file_says_how_to_fetch_it()
    {
        var database = Database();
        database.Files[GemmPath] = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"u8.ToArray();
        var refused = Assert.Throws<ParquetException>(() => database.Source().Gemm(Gemm()));
        Assert.Contains("git lfs pull", refused.Message, StringComparison.Ordinal);
        Assert.Equal("memory/" + GemmPath, refused.File);
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        var database = Database();
        database.Files[GemmPath] = database.Files[GemmPath][..^20];
        Assert.Throws<ParquetException>(() => database.Source().Gemm(Gemm()));
    }

    [Fact]
    public void A_missing_column_is_named() => Assert.Contains(
        "'latency'",
        Assert.Throws<ParquetException>(() => new SmallDatabase()
            .Add(GemmPath, WrittenColumn.Text("gemm_dtype", "bfloat16"), WrittenColumn.Int64("m", 1), WrittenColumn.Int64("n", 1), WrittenColumn.Int64("k", 1))
            .Source().Gemm(Gemm())).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("gemm_dtype", null, "is empty")]
    [InlineData("m", -1L, "is -1")]
    [InlineData("m", long.MinValue, "is -9223372036854775808, below 0")]
    [InlineData("n", 0L, "is 0, below 1")]
    [InlineData("k", 3_000_000_000L, "is 3000000000, below 1 or above 2147483647")]
    [InlineData("latency", double.NaN, "is NaN ms")]
    [InlineData("latency", 0.0, "is 0 ms")]
    [InlineData("latency", -1.0, "is -1 ms")]
    [InlineData("latency", double.PositiveInfinity, "is Infinity ms")]
    [InlineData("latency", 1e300, "is 1E+300 ms")]
    public void A_value_that_nothing_can_have_is_named_with_its_row(string column, object? value, string expected)
    {
        WrittenColumn[] columns =
        [
            WrittenColumn.Text("gemm_dtype", "bfloat16", "bfloat16"),
            WrittenColumn.Int64("m", 1, 2),
            WrittenColumn.Int64("n", 1, 1),
            WrittenColumn.Int64("k", 1, 1),
            WrittenColumn.Double("latency", 1, 2),
        ];
        var at = Array.FindIndex(columns, c => c.Name == column);
        columns[at] = columns[at] with { Values = [columns[at].Values[0], value] };

        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => new SmallDatabase().Add(GemmPath, columns).Source().Gemm(Gemm())).Errors);
        Assert.Equal("memory/" + GemmPath, error.Path);
        Assert.Contains($"column '{column}' of row 2 {expected}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_chosen_experts_than_there_are_is_refused() => Assert.Contains(
        "row 2 chooses 9 of 8 experts",
        Assert.Throws<InvalidInputException>(() =>
            new SmallDatabase().Moe(new MoeRow(1, 1), new MoeRow(2, 1) { TopK = 9 }).Source().Moe(Experts)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Rows_that_share_no_axes_are_refused_before_memory_is_taken()
    {
        var rows = Enumerable.Range(1, 3000).Select(i => new GemmRow(i, i, i, 1)).ToArray();
        Assert.Contains(
            "3000 × 3000 × 3000",
            Assert.Throws<InvalidInputException>(() => new SmallDatabase().Gemm(rows).Source().Gemm(Gemm())).Message,
            StringComparison.Ordinal);

        var scattered = Enumerable.Range(1, 4000).Select(i => new AttentionRow(i, i, 1)).ToArray();
        Assert.Throws<InvalidInputException>(() => new SmallDatabase().Context(scattered).Source().PrefillAttention(Attention));
    }

    [Fact]
    public void A_number_format_that_is_named_but_has_no_rows_is_no_answer()
    {
        var formats = WrittenColumn.Text("gemm_dtype", "bfloat16", "fp8") with { DictionaryPages = 1 };
        var rest = new[] { "m", "n", "k" }.Select(name => WrittenColumn.Int64(name, 1, 1));
        var source = new SmallDatabase().Add(GemmPath, [formats, .. rest, WrittenColumn.Double("latency", 1, 1)]).Source();
        Assert.Null(source.Gemm(new GemmKey(GemmQuant.Int8WeightOnly, 1, 1)));
        Assert.Null(source.Gemm(new GemmKey(GemmQuant.Bf16, 1, 1)));
    }

    [Fact]
    public void Whatever_bytes_are_damaged_a_table_answers_or_is_refused_with_a_typed_error()
    {
        var random = new Random(20_261_122);
        var refused = 0;
        const int Rounds = 1500;
        for (var round = 0; round < Rounds; round++)
        {
            var database = Database();
            var path = database.Files.Keys.Where(file => file.EndsWith(".parquet", StringComparison.Ordinal)).ElementAt(round % 7);
            database.Files[path] = Damaged(database.Files[path], random);
            refused += TypedErrors.Only(() => AskEverything(database.Source())) ? 1 : 0;
        }

        Assert.InRange(refused, Rounds / 10, Rounds - 1);
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        for (var flips = random.Next(1, 6); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static void AskEverything(TableSource source)
    {
        AssertFinite(source.Gemm(Gemm()));
        AssertFinite(source.Gemm(new GemmKey(GemmQuant.Bf16, 777, 3333)));
        AssertFinite(source.Gemm(new GemmKey(GemmQuant.Fp8Static, 1024, 512)));
        AssertFinite(source.Moe(Experts));
        AssertFinite(source.Moe(Experts with { Experts = 64, Distribution = "power_law_1.2" }));
        AssertFinite(source.Collective(new CollectiveKey(CollectiveKind.AllReduce, 4)));
        AssertFinite(source.Collective(new CollectiveKey(CollectiveKind.AllGather, 4)));
        foreach (var key in (AttentionKey[])[Attention, Attention with { Heads = 20, HeadDim = 64 }])
        {
            Assert.True(source.PrefillAttention(key) is not { } prefill || double.IsFinite(prefill.Ms(3, 777, 999)));
            Assert.True(source.DecodeAttention(key) is not { } decode || double.IsFinite(decode.Ms(3, 777)));
        }
    }

    private static void AssertFinite(KernelCurve? curve) =>
        Assert.True(curve is null || (double.IsFinite(curve.Ms(1)) && double.IsFinite(curve.Ms(1e9)) && curve.Ms(5) >= 0));

    private static GemmKey Gemm() => new(GemmQuant.Bf16, 1024, 512);

    private static SmallDatabase Database() => new SmallDatabase()
        .Gemm(
            new GemmRow(1, 1024, 512, 1), new GemmRow(16, 1024, 512, 2), new GemmRow(1, 2048, 512, 2), new GemmRow(16, 2048, 4096, 4),
            new GemmRow(1, 1024, 512, 1, "fp8"), new GemmRow(16, 1024, 512, 2, "fp8"))
        .Scale("computescale_perf", (1, 512, 0.1), (16, 512, 0.2))
        .Context(new AttentionRow(1, 128, 1), new AttentionRow(1, 256, 3), new AttentionRow(2, 128, 2), new AttentionRow(1, 128, 1) { Heads = 16 })
        .Generation(new AttentionRow(1, 1, 1) { Step = 127 }, new AttentionRow(1, 1, 3) { Step = 255 }, new AttentionRow(8, 1, 2) { Step = 127 })
        .Moe(new MoeRow(1, 1), new MoeRow(64, 2), new MoeRow(1, 3) { Distribution = "power_law_1.2", Experts = 16 })
        .AllReduce(new CollectiveRow(4, 1024, 1), new CollectiveRow(4, 4096, 2))
        .Nccl(new CollectiveRow(4, 1024, 1) { Operation = "all_gather" }, new CollectiveRow(4, 4096, 2) { Operation = "all_gather" });
}
