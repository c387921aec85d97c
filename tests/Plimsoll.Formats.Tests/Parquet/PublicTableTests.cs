using System.Diagnostics;
using System.Globalization;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Parquet.Pages;
using Plimsoll.Formats.Tests.Writing;
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
    public void Zstandard_pages_decompress_to_what_the_reference_implementation_gives()
    {
        var files = Directory.GetFiles(SharedData.Require(Data), "*.parquet", SearchOption.AllDirectories);
        LibZstd.Require();
        Array.Sort(files, StringComparer.Ordinal);
        var decoder = new ZstandardDecoder();
        var pages = 0;
        for (var i = 0; i < files.Length; i += 10)
        {
            var bytes = File.ReadAllBytes(files[i]);
            var footerStart = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
            var footer = new FooterReader(bytes.AsSpan(footerStart..^8), footerStart, bytes.Length).Read();
            foreach (var page in footer.Chunks.SelectMany(chunks => PageDirectory.Find(bytes, chunks, out _)).Where(page => page.Codec == Codec.Zstandard))
            {
                var stored = bytes[page.Start..(page.Start + page.StoredBytes)];
                var plain = new byte[page.PlainBytes];
                decoder.Decode(stored, plain);
                Assert.Equal(LibZstd.TryDecompress(stored, plain.Length), plain);
                pages++;
            }
        }

        Assert.True(pages > 1000, $"only {pages} pages");
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
    [InlineData("h200_sxm/gemm/vllm/0.24.0/gemm", "gemm_dtype=bfloat16 m=64 n=10240 k=5120", 0.03125155634350247)]
    [InlineData("h200_sxm/gemm/trtllm/1.3.0rc20/gemm", "gemm_dtype=fp8_block m=1024 n=10240 k=5120", 0.09654666980107625)]
    [InlineData("b200_sxm/gemm/trtllm/1.3.0rc20/gemm", "gemm_dtype=nvfp4 m=8192 n=10240 k=5120", 0.24006400108337403)]
    [InlineData(
        "h200_sxm/attention/vllm/0.24.0/context_attention",
        "attn_dtype=bfloat16 kv_cache_dtype=bfloat16 batch_size=1 isl=4096 num_heads=32 num_key_value_heads=8 head_dim=128 window_size=0",
        0.267685333887736)]
    [InlineData(
        "h200_sxm/attention/vllm/0.24.0/generation_attention",
        "kv_cache_dtype=bfloat16 batch_size=64 isl=1 step=4095 num_heads=32 num_key_value_heads=8 head_dim=128 window_size=0",
        0.2709226608276367)]
    [InlineData(
        "h200_sxm/moe/sglang/0.5.14/moe",
        "moe_dtype=fp8_block num_tokens=128 hidden_size=7168 inter_size=2048 topk=8 num_experts=256 moe_tp_size=1 moe_ep_size=8 distribution=power_law_1.01",
        0.36390335083007813)]
    [InlineData(
        "h200_sxm/mla/trtllm/1.3.0rc20/mla_generation_module",
        "kv_cache_dtype=bfloat16 gemm_type=fp8_block num_heads=16 batch_size=64 isl=1 step=4096",
        0.131)]
    [InlineData("h200_sxm/comm/trtllm/1.3.0rc20/custom_allreduce", "num_gpus=8 message_size=65536", 0.006393280029296874)]
    [InlineData("h200_sxm/comm/trtllm/1.3.0rc20/custom_allreduce", "num_gpus=8 message_size=1048576", 0.03049567937850952)]
    [InlineData("h200_sxm/comm/nccl/2.26.2/nccl", "op_name=all_gather nccl_dtype=half num_gpus=8 message_size=1048576", 0.024460000000000003)]
    public void A_row_has_its_stored_time(string table, string key, double expected)
    {
        var file = ParquetFile.Open(SharedData.Require($"{Data}/{table}_perf.parquet"));
        var latency = file.ReadDouble("latency");
        Assert.Contains(expected, Rows(file, key).Select(row => latency[row]));
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

    private static List<int> Rows(ParquetFile file, string key)
    {
        var rows = Enumerable.Range(0, file.RowCount).ToList();
        foreach (var (name, value) in key.Split(' ').Select(part => part.Split('=')).Select(part => (part[0], part[1])))
        {
            if (file.Columns.Single(column => column.Name == name).Type == ParquetType.ByteArray)
            {
                var texts = file.ReadStrings(name);
                var code = texts.CodeOf(value);
                rows.RemoveAll(row => texts.Codes[row] != code);
            }
            else
            {
                var numbers = file.ReadInt64(name);
                var number = long.Parse(value, CultureInfo.InvariantCulture);
                rows.RemoveAll(row => numbers[row] != number);
            }
        }

        Assert.InRange(rows.Count, 1, 4);
        return rows;
    }
}
