using BenchmarkDotNet.Attributes;
using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Parallelism;

namespace Plimsoll.Benchmarks;

/// <summary>From files to workers.</summary>
[MemoryDiagnoser]
public class ReadingTables
{
    private byte[] _gemm = null!;

    /// <summary>Reads the bytes of a GEMM table (107,225 rows).</summary>
    [GlobalSetup]
    public void Read() => _gemm = File.ReadAllBytes(Path.Combine(Tables.Folder, "data/h200_sxm/gemm/vllm/0.24.0/gemm_perf.parquet"));

    /// <summary>Decodes the five columns that pricing needs.</summary>
    [Benchmark]
    public long GemmColumns()
    {
        var file = ParquetFile.Open(_gemm, "gemm");
        return file.ReadStrings("gemm_dtype").Codes.Length + file.ReadInt64("m").Length + file.ReadInt64("n").Length
            + file.ReadInt64("k").Length + file.ReadDouble("latency").Length;
    }

    /// <summary>Four dense workers from files, repair included.</summary>
    [Benchmark]
    public int DenseWorkers()
    {
        var factory = Tables.Factory("Qwen/Qwen3-32B-FP8");
        var built = 0;
        foreach (var tp in (ReadOnlySpan<int>)[1, 2, 4, 8])
        {
            built += factory.Build(new ParallelLayout(tp)).Accepted ? 1 : 0;
        }

        return built;
    }
}
