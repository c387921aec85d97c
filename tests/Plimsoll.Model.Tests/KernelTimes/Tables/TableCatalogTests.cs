using System.Text;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class TableCatalogTests
{
    private static readonly GemmRow[] Rows = [new(1, 64, 64, 1), new(9, 64, 64, 2)];

    [Fact]
    public void Files_are_asked_own_first_then_declared_then_older_then_newer()
    {
        var database = WithVersions("0.9.0", "0.10.0", "0.8.0", "1.0.0", "1.1.0", "2.0.0").Reuse("gemm", "1.0.0", "gemm_perf", "0.8.0");
        Assert.Equal(
            [
                ("1.0.0", TableChannel.Own), ("0.8.0", TableChannel.Declared), ("0.10.0", TableChannel.Older),
                ("0.9.0", TableChannel.Older), ("1.1.0", TableChannel.Newer), ("2.0.0", TableChannel.Newer),
            ],
            database.Catalog().Locate("gemm_perf", BackendKind.Vllm, "1.0.0").Select(location => (location.Version, location.Channel)));
    }

    [Fact]
    public void A_declaration_holds_for_its_table_alone()
    {
        var database = WithVersions("0.8.0").Reuse("gemm", "1.0.0", "moe_perf", "0.8.0");
        Assert.Equal(TableChannel.Older, Assert.Single(database.Catalog().Locate("gemm_perf", BackendKind.Vllm, "1.0.0")).Channel);
    }

    [Fact]
    public void Several_declared_donors_keep_their_order()
    {
        var database = WithVersions("0.8.0", "1.5.0", "0.9.0");
        database.Files[$"data/{SmallDatabase.Gpu}/gemm/vllm/1.0.0/reuse.yaml"] = Encoding.UTF8.GetBytes(
            """
            # borrowed from elsewhere
            schema_version: 1
            reviewers: [table, gemm_perf, from_version]
            reuse:
            - from_version: 1.5.0
              reason: same kernel
              table: gemm_perf
            - {table: gemm_perf, from_version: 0.8.0}
            """);
        Assert.Equal(
            ["1.5.0", "0.8.0", "0.9.0"],
            database.Catalog().Locate("gemm_perf", BackendKind.Vllm, "1.0.0").Select(location => location.Version));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("v1.0.0")]
    public void Another_spelling_of_a_release_is_the_release(string asked) => Assert.Equal(
        ("1.0.0", TableChannel.Own),
        WithVersions("0.9.0", "1.0.0").Catalog().Locate("gemm_perf", BackendKind.Vllm, asked).Select(found => (found.Version, found.Channel)).First());

    [Fact]
    public void Backends_do_not_lend_to_each_other()
    {
        var database = new SmallDatabase().Gemm("1.0.0", BackendKind.Sglang, Rows);
        Assert.Empty(database.Catalog().Locate("gemm_perf", BackendKind.Vllm, "1.0.0"));
        Assert.Equal(["1.0.0"], database.Catalog().Versions(BackendKind.Sglang));
    }

    [Fact]
    public void A_release_is_complete_with_gemm_and_both_attentions_of_its_own_or_declared()
    {
        var database = WithVersions("0.9.0", "1.0.0", "1.2.0")
            .Attention("context_attention_perf", "1.0.0", new AttentionRow(1, 128, 1))
            .Attention("generation_attention_perf", "0.9.0", new AttentionRow(1, 1, 1) { Step = 5 })
            .Reuse("attention", "1.0.0", "generation_attention_perf", "0.9.0");
        var catalog = database.Catalog();
        Assert.Equal(["1.0.0"], catalog.CompleteVersions(BackendKind.Vllm));
        Assert.Equal("1.0.0", catalog.NewestComplete(BackendKind.Vllm));
        Assert.Null(catalog.NewestComplete(BackendKind.Sglang));
        Assert.Equal(["0.9.0", "1.0.0", "1.2.0"], catalog.Versions(BackendKind.Vllm));
        Assert.Equal(["0.9.0"], catalog.VersionsWith("generation_attention_perf", BackendKind.Vllm));
    }

    [Fact]
    public void An_unknown_system_is_missing_data_with_the_nearest_name()
    {
        var missing = Assert.Throws<MissingDataException>(() => new TableCatalog(new MemoryRoot(new SmallDatabase().Files), "toy_gup"));
        Assert.Contains("did you mean 'toy_gpu'?", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_system_file_is_refused_with_its_place()
    {
        var database = new SmallDatabase();
        database.Files[SmallDatabase.Gpu + ".yaml"] = "gpu:\n  mem_bw: fast\n"u8.ToArray();
        Assert.Contains("toy_gpu.yaml:2: gpu.mem_bw", Assert.Throws<InvalidInputException>(database.Catalog).Message, StringComparison.Ordinal);

        database.Files[SmallDatabase.Gpu + ".yaml"] = new byte[1 << 20];
        Assert.Contains("1048576 bytes long", Assert.Throws<InvalidInputException>(database.Catalog).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reuse: [unclosed")]
    [InlineData("\"")]
    [InlineData("a: b: c")]
    [InlineData("&x [*x, *y]")]
    [InlineData("%YAML 9.9\n--- !<")]
    public void A_broken_declaration_is_refused_or_declares_nothing(string yaml)
    {
        var database = WithVersions("0.8.0");
        database.Files[$"data/{SmallDatabase.Gpu}/gemm/vllm/1.0.0/reuse.yaml"] = Encoding.UTF8.GetBytes(yaml);
        try
        {
            Assert.Equal(TableChannel.Older, Assert.Single(database.Catalog().Locate("gemm_perf", BackendKind.Vllm, "1.0.0")).Channel);
        }
        catch (InvalidInputException refused)
        {
            Assert.Contains("reuse.yaml", Assert.Single(refused.Errors).Path, StringComparison.Ordinal);
        }
    }

    private static SmallDatabase WithVersions(params string[] versions) =>
        versions.Aggregate(new SmallDatabase(), (database, version) => database.Gemm(version, BackendKind.Vllm, Rows));
}
