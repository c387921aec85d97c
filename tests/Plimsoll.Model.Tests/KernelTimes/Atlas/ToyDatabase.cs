using System.Text;
using Plimsoll.Model.Tests.KernelTimes.Tables;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

/// <summary>A small made-up database whose kernels run at simple efficiencies, so that a fit can be judged.</summary>
internal static class ToyDatabase
{
    /// <summary>The release with tables of its own.</summary>
    public const string Version = SmallDatabase.Version;

    /// <summary>A release that declares all its tables equal to those of <see cref="Version"/>.</summary>
    public const string Alias = "1.1.0";

    private static readonly int[] Rows = [1, 4, 16, 33, 64, 128, 300, 1024, 4096];
    private static readonly int[] Widths = [512, 1024, 2048, 4096];
    private static readonly int[] Lengths = [1, 64, 512, 2048, 8192];

    /// <summary>The database.</summary>
    public static SmallDatabase Create()
    {
        var gemm = from n in Widths from k in Widths from m in Rows select new GemmRow(m, n, k, GemmMs(m, n, k));
        var context = from heads in (int[])[8, 16, 32]
                      from length in Lengths
                      from batch in (int[])[1, 4, 16]
                      select new AttentionRow(batch, length, ContextMs(heads, length, batch)) { Heads = heads };
        var generation = from heads in (int[])[8, 16, 32]
                         from length in Lengths
                         from batch in (int[])[1, 16, 256]
                         select new AttentionRow(batch, 1, GenerationMs(heads, length, batch)) { Heads = heads, Step = length - 1 };
        var moe = from tokens in Rows
                  from distribution in (string[])["balanced", "power_law_1.2"]
                  select new MoeRow(tokens, 0.02 + (tokens * 1e-4)) { Distribution = distribution };
        var sums = from gpus in (int[])[2, 4]
                   from size in (int[])[1024, 65536, 1 << 22]
                   select new CollectiveRow(gpus, size, 0.01 + (size * 4e-9));
        var gathers = sums.Select(row => row with { Operation = "all_gather" });
        var database = new SmallDatabase()
            .Gemm([.. gemm])
            .Context([.. context])
            .Generation([.. generation])
            .Moe([.. moe])
            .AllReduce([.. sums])
            .Nccl([.. gathers])
            .Reuse("gemm", Alias, "gemm_perf", Version)
            .Reuse("moe", Alias, "moe_perf", Version);
        database.Files[$"data/{SmallDatabase.Gpu}/attention/vllm/{Alias}/reuse.yaml"] = Encoding.UTF8.GetBytes(
            $"""
            reuse:
            - table: context_attention_perf
              from_version: {Version}
            - table: generation_attention_perf
              from_version: {Version}
            """);
        return database;
    }

    /// <summary>A floor, then 60 % of the compute peak or 80 % of the bandwidth.</summary>
    public static double GemmMs(double m, double n, double k) =>
        0.004 + (1000 * Math.Max(2 * m * n * k / 60e12, 2 * ((n * k) + (m * k) + (m * n)) / 800e9));

    private static double ContextMs(double heads, double length, double batch) =>
        0.01 + (1000 * 2 * batch * length * length * heads * 128 / 50e12);

    private static double GenerationMs(double heads, double length, double batch) =>
        0.008 + (1000 * batch * 128 * ((4 * heads) + (2 * 8 * length * 2)) / 800e9);
}
