using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Tests.KernelTimes.Tables;

namespace Plimsoll.Model.Tests.KernelTimes.Databases;

public sealed class TableDatabaseTests
{
    private static readonly GemmKey Key = new(GemmQuant.Bf16, 4096, 4096);

    private static readonly AttentionRow[] Prompt = [new(1, 128, 1)];

    private static readonly AttentionRow[] Answer = [new(1, 1, 1) { Step = 127 }];

    [Fact]
    public void It_knows_its_systems_and_their_complete_releases()
    {
        using var database = Database();
        Assert.Equal([SmallDatabase.Gpu], database.Systems);
        Assert.Equal(1e12, database.FindSystem(SmallDatabase.Gpu)!.MemoryBandwidth);
        Assert.Null(database.FindSystem("h200_sxm"));
        Assert.Equal(["1.0.0"], database.Versions(SmallDatabase.Gpu, BackendKind.Vllm));
        Assert.Equal(["0.5.9"], database.Versions(SmallDatabase.Gpu, BackendKind.Sglang));
        Assert.Empty(database.Versions("h200_sxm", BackendKind.Vllm));
    }

    [Fact]
    public void Another_backend_of_the_same_gpu_repairs_a_host_bound_table_unless_told_not_to()
    {
        using var database = Database();
        var engine = new EngineVersion(BackendKind.Vllm, "1.0.0");
        var repaired = database.Source(SmallDatabase.Gpu, engine, repair: true).Gemm(Key)!;
        var raw = database.Source(SmallDatabase.Gpu, engine, repair: false).Gemm(Key)!;
        Assert.Equal((Provenance.Repaired, Provenance.Measured), (repaired.At(1).Provenance, raw.At(1).Provenance));
        Assert.Equal((0.05, 0.5), (Math.Round(repaired.Ms(1), 12), raw.Ms(1)));
        Assert.Contains("repaired by table sglang 0.5.9", repaired.Source, StringComparison.Ordinal);
    }

    // Launching from the host takes half a millisecond; the kernel itself, as the other backend measured it in a graph, a twentieth.
    private static TableDatabase Database()
    {
        var database = new SmallDatabase().Context(Prompt).Generation(Answer)
            .Gemm(new GemmRow(1, 4096, 4096, 0.5), new GemmRow(64, 4096, 4096, 0.5), new GemmRow(4096, 4096, 4096, 2))
            .Gemm("0.5.9", BackendKind.Sglang, new GemmRow(1, 4096, 4096, 0.05), new GemmRow(64, 4096, 4096, 0.06), new GemmRow(4096, 4096, 4096, 2));
        database.Files[SmallDatabase.PathOf("attention", "context_attention_perf", "0.5.9", BackendKind.Sglang)] =
            database.Files[SmallDatabase.PathOf("attention", "context_attention_perf")];
        database.Files[SmallDatabase.PathOf("attention", "generation_attention_perf", "0.5.9", BackendKind.Sglang)] =
            database.Files[SmallDatabase.PathOf("attention", "generation_attention_perf")];
        return new TableDatabase(new MemoryRoot(database.Files));
    }
}
