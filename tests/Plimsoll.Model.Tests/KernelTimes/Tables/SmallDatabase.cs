using System.IO.Compression;
using System.Text;
using Plimsoll.Formats.Tests.Writing;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

/// <summary>Builds small measured databases: one made-up GPU, a few rows a table; in memory, in a folder or in a zip archive.</summary>
internal sealed class SmallDatabase
{
    /// <summary>The made-up GPU: 1 TB/s, 100 TFLOP/s bf16 and 200 TFLOP/s fp8, no fp4.</summary>
    public const string Gpu = "toy_gpu";

    /// <summary>The release that tests ask for unless they say otherwise.</summary>
    public const string Version = "1.0.0";

    private static readonly string Yaml = $"""
        data_dir: data/{Gpu}
        gpu:
          mem_bw: 1000000000000
          mem_capacity: 85899345920
          bfloat16_tc_flops: 100000000000000
          fp8_tc_flops: 200000000000000
        node:
          num_gpus_per_node: 8
          inter_node_bw: 50000000000
          intra_node_bw: 400000000000
        misc:
          nccl_version: '2.20'
        """;

    public SmallDatabase() => Files[Gpu + ".yaml"] = Encoding.UTF8.GetBytes(Yaml);

    /// <summary>Path below the systems folder to content.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public static string PathOf(string family, string table, string version = Version, BackendKind backend = BackendKind.Vllm) =>
        $"data/{Gpu}/{family}/{backend.Name()}/{version}/{table}.parquet";

    public SmallDatabase Gemm(params GemmRow[] rows) => Gemm(Version, BackendKind.Vllm, rows);

    public SmallDatabase Gemm(string version, BackendKind backend, params GemmRow[] rows) => Add(
        PathOf("gemm", "gemm_perf", version, backend),
        Text("gemm_dtype", rows, row => row.Format),
        Number("m", rows, row => row.M),
        Number("n", rows, row => row.N),
        Number("k", rows, row => row.K),
        Latency(rows, row => row.Ms));

    public SmallDatabase Context(params AttentionRow[] rows) => Attention("context_attention_perf", Version, rows);

    public SmallDatabase Generation(params AttentionRow[] rows) => Attention("generation_attention_perf", Version, rows);

    public SmallDatabase Attention(string table, string version, params AttentionRow[] rows) => Add(
        PathOf("attention", table, version),
        Text("attn_dtype", rows, row => row.Format),
        Text("kv_cache_dtype", rows, row => row.Kv),
        Text("kernel_source", rows, row => row.Kernel),
        Number("batch_size", rows, row => row.Batch),
        Number("isl", rows, row => row.Isl),
        Number("step", rows, row => row.Step),
        Number("num_heads", rows, row => row.Heads),
        Number("num_key_value_heads", rows, row => row.KvHeads),
        Number("head_dim", rows, row => row.HeadDim),
        Number("window_size", rows, row => row.Window),
        Number("beam_width", rows, row => row.Beam),
        Latency(rows, row => row.Ms));

    public SmallDatabase Moe(params MoeRow[] rows) => Moe(Version, rows);

    public SmallDatabase Moe(string version, params MoeRow[] rows) => Add(
        PathOf("moe", "moe_perf", version),
        Text("moe_dtype", rows, row => row.Format),
        Text("distribution", rows, row => row.Distribution),
        Text("kernel_source", rows, row => row.Kernel),
        Number("num_tokens", rows, row => row.Tokens),
        Number("hidden_size", rows, row => row.Hidden),
        Number("inter_size", rows, row => row.Inter),
        Number("topk", rows, row => row.TopK),
        Number("num_experts", rows, row => row.Experts),
        Number("moe_tp_size", rows, row => row.Tp),
        Number("moe_ep_size", rows, row => row.Ep),
        Latency(rows, row => row.Ms));

    /// <summary>A table of latent, sparse or compressed attention; its name says the phase, its rows everything else.</summary>
    public SmallDatabase Mixer(string table, params MixerRow[] rows) => Mixer(table, Version, rows);

    public SmallDatabase Mixer(string table, string version, params MixerRow[] rows) => Add(
        PathOf("mla", table + "_perf", version),
        Text("op_name", rows, row => row.Operation ?? table),
        Text("model", rows, row => row.Model),
        Text("mla_dtype", rows, row => row.Format),
        Text("kv_cache_dtype", rows, row => row.Kv),
        Text("gemm_type", rows, row => row.Gemm),
        Number("num_heads", rows, row => row.Heads),
        Number("batch_size", rows, row => row.Batch),
        Number("isl", rows, row => row.Isl),
        Number("step", rows, row => row.Step),
        Latency(rows, row => row.Ms));

    /// <summary>A table of gated delta nets with 4 key and 8 value heads of 128 × 128 unless a row says otherwise.</summary>
    public SmallDatabase Recurrent(params RecurrentRow[] rows) => Add(
        PathOf("linear_attention", "gdn_perf"),
        Text("kernel_source", rows, row => row.Kernel),
        Text("phase", rows, row => row.Phase),
        Number("batch_size", rows, row => row.Batch),
        Number("seq_len", rows, row => row.Length),
        Number("num_k_heads", rows, _ => 4),
        Number("num_v_heads", rows, row => row.ValueHeads),
        Number("head_k_dim", rows, _ => 128),
        Number("head_v_dim", rows, _ => 128),
        Number("d_conv", rows, _ => 4),
        Latency(rows, row => row.Ms));

    public SmallDatabase HyperConnections(params (string Operation, int Tokens, double Ms)[] rows) => Add(
        PathOf("mhc", "mhc_module_perf"),
        Text("op_name", rows, row => row.Operation),
        Number("num_tokens", rows, row => row.Tokens),
        Number("hc_mult", rows, _ => 4),
        Number("hidden_size", rows, _ => 4096),
        Latency(rows, row => row.Ms));

    public SmallDatabase Absorption(params (string Operation, int Heads, int Tokens, double Ms)[] rows) => Add(
        PathOf("mla_bmm", "mla_bmm_perf"),
        Text("op_name", rows, row => row.Operation),
        Text("bmm_dtype", rows, _ => "bfloat16"),
        Number("num_heads", rows, row => row.Heads),
        Number("num_tokens", rows, row => row.Tokens),
        Latency(rows, row => row.Ms));

    public SmallDatabase AllReduce(params CollectiveRow[] rows) => AllReduce(Version, rows);

    public SmallDatabase AllReduce(string version, params CollectiveRow[] rows) =>
        Collectives(PathOf("comm", "custom_allreduce_perf", version), "allreduce_dtype", rows);

    public SmallDatabase Nccl(params CollectiveRow[] rows) => Nccl("2.20", rows);

    public SmallDatabase Nccl(string version, params CollectiveRow[] rows) =>
        Collectives($"data/{Gpu}/comm/nccl/{version}/nccl_perf.parquet", "nccl_dtype", rows);

    /// <summary>Times of quantising activations; <paramref name="table"/> is <c>computescale_perf</c> or <c>scale_matrix_perf</c>.</summary>
    public SmallDatabase Scale(string table, params (int M, int K, double Ms)[] rows) => Add(
        PathOf("quantize", table),
        Text("quant_dtype", rows, _ => "fp8"),
        Number("m", rows, row => row.M),
        Number("k", rows, row => row.K),
        Latency(rows, row => row.Ms));

    /// <summary>A <c>reuse.yaml</c> by which a release borrows a table.</summary>
    public SmallDatabase Reuse(string family, string version, string table, string fromVersion)
    {
        Files[$"data/{Gpu}/{family}/vllm/{version}/reuse.yaml"] =
            Encoding.UTF8.GetBytes($"schema_version: 1\nreuse:\n- table: {table}\n  from_version: {fromVersion}\n");
        return this;
    }

    public SmallDatabase Add(string path, params WrittenColumn[] columns)
    {
        Files[path] = ParquetWriter.Write(columns);
        return this;
    }

    public TableCatalog Catalog() => new(new MemoryRoot(Files), Gpu);

    public TableSource Source(string version = Version, BackendKind backend = BackendKind.Vllm) =>
        new(Catalog(), new EngineVersion(backend, version));

    /// <summary>Writes the database as a folder tree.</summary>
    public void WriteFolder(string folder)
    {
        foreach (var (path, bytes) in Files)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
        }
    }

    /// <summary>Writes the database as a zip archive in which the systems folder lies under <paramref name="prefix"/>.</summary>
    public void WriteZip(string path, string prefix, params (string Path, byte[] Bytes)[] others)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in others.Concat(Files.Select(file => (prefix + file.Key, file.Value))))
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }

    private SmallDatabase Collectives(string path, string formatColumn, CollectiveRow[] rows) => Add(
        path,
        Text("op_name", rows, row => row.Operation),
        Text(formatColumn, rows, row => row.Format),
        Text("kernel_source", rows, row => row.Kernel),
        Number("num_gpus", rows, row => row.Gpus),
        Number("message_size", rows, row => row.Size),
        Latency(rows, row => row.Ms));

    private static WrittenColumn Text<T>(string name, T[] rows, Func<T, string> value) =>
        WrittenColumn.Text(name, Array.ConvertAll(rows, row => (string?)value(row))) with { DictionaryPages = 1 };

    private static WrittenColumn Number<T>(string name, T[] rows, Func<T, int> value) =>
        WrittenColumn.Int64(name, Array.ConvertAll(rows, row => (long?)value(row)));

    private static WrittenColumn Latency<T>(T[] rows, Func<T, double> value) =>
        WrittenColumn.Double("latency", Array.ConvertAll(rows, row => (double?)value(row)));
}
