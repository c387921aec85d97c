using System.Diagnostics;
using Plimsoll.Formats.Parquet;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Parquet;

/// <summary>The reader against the public kernel-time tables, which lie beside the checkout and are never part of it.</summary>
public sealed class PublicTableTests(ITestOutputHelper output)
{
    private const string Data = "aic-systems/data";

    [Fact]
    public void Every_column_of_every_table_has_as_many_rows_as_its_footer_states()
    {
        var files = Directory.GetFiles(SharedData.Require(Data), "*.parquet", SearchOption.AllDirectories);
        Assert.True(files.Length > 500, $"only {files.Length} tables");
        long rows = 0, cells = 0;
        foreach (var path in files)
        {
            var file = ParquetFile.Open(path);
            Assert.True(file.RowCount > 0, path);
            rows += file.RowCount;
            foreach (var column in file.Columns)
            {
                Assert.Equal(file.RowCount, CountRows(file, column));
                cells += file.RowCount;
            }
        }

        output.WriteLine($"{files.Length} files, {rows} rows, {cells} cells");
    }

    [Fact]
    public void All_gemm_tables_are_read_and_the_time_is_written_down()
    {
        var files = Directory.GetFiles(SharedData.Require(Data), "gemm_perf.parquet", SearchOption.AllDirectories);
        var bytes = Array.ConvertAll(files, File.ReadAllBytes);
        for (var round = 0; round < 3; round++)
        {
            var rows = 0L;
            var clock = Stopwatch.StartNew();
            foreach (var content in bytes)
            {
                var file = ParquetFile.Open(content, "gemm");
                var texts = file.ReadStrings("gemm_dtype").Codes;
                var (m, n, k, latency) = (file.ReadInt64("m"), file.ReadInt64("n"), file.ReadInt64("k"), file.ReadDouble("latency"));
                Assert.All([texts.Length, m.Length, n.Length, k.Length, latency.Length], length => Assert.Equal(file.RowCount, length));
                rows += file.RowCount;
            }

            output.WriteLine($"round {round}: {files.Length} files, {rows} rows of 5 columns in {clock.Elapsed.TotalMilliseconds:F1} ms");
        }
    }

    [Theory]
    [InlineData("h200_sxm/gemm/vllm/0.24.0", "bfloat16", 64, 0.03125155634350247)]
    [InlineData("h200_sxm/gemm/trtllm/1.3.0rc20", "fp8_block", 1024, 0.09654666980107625)]
    [InlineData("b200_sxm/gemm/trtllm/1.3.0rc20", "nvfp4", 8192, 0.24006400108337403)]
    public void A_gemm_has_its_stored_time(string folder, string type, long m, double expected)
    {
        var file = ParquetFile.Open(SharedData.Require($"{Data}/{folder}/gemm_perf.parquet"));
        var rows = Rows(file, new() { ["gemm_dtype"] = type }, new() { ["m"] = m, ["n"] = 10240, ["k"] = 5120 });
        var latency = file.ReadDouble("latency");
        Assert.Equal(expected, latency[Assert.Single(rows)]);
    }

    [Theory]
    [InlineData(65536, 0.006393280029296874)]
    [InlineData(1048576, 0.03049567937850952)]
    public void An_all_reduce_over_eight_gpus_has_its_stored_time(long size, double expected)
    {
        var file = ParquetFile.Open(SharedData.Require($"{Data}/h200_sxm/comm/trtllm/1.3.0rc20/custom_allreduce_perf.parquet"));
        var rows = Rows(file, [], new() { ["num_gpus"] = 8, ["message_size"] = size });
        var latency = file.ReadDouble("latency");
        Assert.Contains(expected, rows.Select(row => latency[row]));
    }

    [Theory]
    [InlineData("context_attention_perf", 1, 4096, 0, 0.267685333887736)]
    [InlineData("generation_attention_perf", 64, 1, 4095, 0.2709226608276367)]
    public void An_attention_has_its_stored_time(string table, long batch, long isl, long step, double expected)
    {
        var file = ParquetFile.Open(SharedData.Require($"{Data}/h200_sxm/attention/vllm/0.24.0/{table}.parquet"));
        var rows = Rows(
            file,
            new() { ["kv_cache_dtype"] = "bfloat16", ["attn_dtype"] = "bfloat16" },
            new()
            {
                ["batch_size"] = batch,
                ["isl"] = isl,
                ["step"] = step,
                ["num_heads"] = 32,
                ["num_key_value_heads"] = 8,
                ["head_dim"] = 128,
                ["window_size"] = 0,
            });
        var latency = file.ReadDouble("latency");
        Assert.Contains(expected, rows.Select(row => latency[row]));
    }

    private static int CountRows(ParquetFile file, ParquetColumn column)
    {
        Assert.DoesNotContain(false, file.ReadPresence(column.Name));
        switch (column.Type)
        {
            case ParquetType.Boolean:
                return file.ReadBoolean(column.Name).Length;
            case ParquetType.Int32 or ParquetType.Int64:
                return file.ReadInt64(column.Name).Length;
            case ParquetType.Float or ParquetType.Double:
                var numbers = file.ReadDouble(column.Name);
                Assert.DoesNotContain(double.NaN, numbers);
                return numbers.Length;
            default:
                var texts = file.ReadStrings(column.Name);
                Assert.Equal(texts.Values.Length, texts.Values.Distinct(StringComparer.Ordinal).Count());
                Assert.All(texts.Codes, code => Assert.InRange(code, 0, texts.Values.Length - 1));
                return texts.Codes.Length;
        }
    }

    private static List<int> Rows(ParquetFile file, Dictionary<string, string> texts, Dictionary<string, long> numbers)
    {
        var rows = Enumerable.Range(0, file.RowCount).ToList();
        foreach (var (name, value) in texts)
        {
            var column = file.ReadStrings(name);
            var code = column.CodeOf(value);
            rows.RemoveAll(row => column.Codes[row] != code);
        }

        foreach (var (name, value) in numbers)
        {
            var column = file.ReadInt64(name);
            rows.RemoveAll(row => column[row] != value);
        }

        return rows;
    }
}
