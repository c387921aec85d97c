using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

/// <summary>The reader against every public table of dense and expert models.</summary>
public sealed class PublicTableTests
{
    [Fact]
    public void Every_newest_release_of_every_system_answers_for_a_llama_and_a_mixture()
    {
        using var root = SystemsRoot.Open(SharedData.Require("aic-systems"));
        var answered = 0;
        foreach (var system in root.Systems)
        {
            var catalog = new TableCatalog(root, system);
            foreach (var backend in Enum.GetValues<BackendKind>())
            {
                if (catalog.NewestComplete(backend) is { } version)
                {
                    AnswersLikeAGpu(new TableSource(catalog, new EngineVersion(backend, version)), $"{system} {backend.Name()} {version}");
                    answered++;
                }
            }
        }

        Assert.InRange(answered, 15, 100);
    }

    [Fact]
    public void No_row_of_any_release_is_refused()
    {
        var path = SharedData.Require("aic-systems");
        using var systems = SystemsRoot.Open(path);
        var files = 0;
        Parallel.ForEach(systems.Systems, system =>
        {
            using var root = SystemsRoot.Open(path);
            var catalog = new TableCatalog(root, system);
            foreach (var backend in Enum.GetValues<BackendKind>())
            {
                foreach (var version in catalog.Versions(backend))
                {
                    Interlocked.Add(ref files, OpenOwnTables(catalog, new EngineVersion(backend, version)));
                }
            }
        });

        Assert.InRange(files, 250, 1000);
    }

    // A source reads a file when a query first needs it; each release asks only for tables of its own.
    private static int OpenOwnTables(TableCatalog catalog, EngineVersion engine)
    {
        var source = new TableSource(catalog, engine);
        var attention = new AttentionKey(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);
        (string Table, Action Ask)[] tables =
        [
            ("gemm_perf", () => source.Gemm(new GemmKey(GemmQuant.Bf16, 6144, 4096))),
            ("computescale_perf", () => source.Gemm(new GemmKey(GemmQuant.Fp8Static, 6144, 4096, InputAlreadyQuantised: true))),
            ("scale_matrix_perf", () => source.Gemm(new GemmKey(GemmQuant.Fp8Static, 6144, 4096, InputAlreadyQuantised: true))),
            ("context_attention_perf", () => source.PrefillAttention(attention)),
            ("generation_attention_perf", () => source.DecodeAttention(attention)),
            ("moe_perf", () => source.Moe(new MoeKey(MoeQuant.Bf16, 8, 2, 4096, 14336, 2, 1, "power_law_1.2"))),
            ("custom_allreduce_perf", () => source.Collective(new CollectiveKey(CollectiveKind.AllReduce, 2))),
        ];
        var opened = 0;
        foreach (var (table, ask) in tables)
        {
            if (catalog.VersionsWith(table, engine.Backend).Contains(engine.Version))
            {
                ask();
                opened++;
            }
        }

        return opened;
    }

    private static void AnswersLikeAGpu(TableSource source, string name)
    {
        var attention = new AttentionKey(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);
        var gemm = source.Gemm(new GemmKey(GemmQuant.Bf16, 6144, 4096));
        var (prefill, decode) = (source.PrefillAttention(attention), source.DecodeAttention(attention));
        var experts = source.Moe(new MoeKey(MoeQuant.Bf16, 8, 2, 4096, 14336, 2, 1, "power_law_1.2"));
        var reduce = source.Collective(new CollectiveKey(CollectiveKind.AllReduce, 2));
        Assert.True(gemm is not null && prefill is not null && decode is not null && experts is not null && reduce is not null, name);

        // No kernel of these takes a microsecond or a second, and eight times the work takes longer.
        Assert.True(gemm.Ms(1) is > 0.001 and < 1000 && gemm.Ms(8192) > 2 * gemm.Ms(64), name);
        Assert.True(prefill.Ms(1, 1024, 0) is > 0.001 and < 1000 && prefill.Ms(1, 16_384, 0) > 4 * prefill.Ms(1, 2048, 0), name);
        Assert.True(decode.Ms(1, 1024) is > 0.001 and < 1000 && decode.Ms(64, 8192) > 2 * decode.Ms(8, 8192), name);
        Assert.True(experts.Ms(1) is > 0.001 and < 1000 && experts.Ms(65_536) > 2 * experts.Ms(4096), name);
        Assert.True(reduce.Ms(4096) is > 0.001 and < 1000 && reduce.Ms(1e8) > 2 * reduce.Ms(1e7), name);
    }
}
