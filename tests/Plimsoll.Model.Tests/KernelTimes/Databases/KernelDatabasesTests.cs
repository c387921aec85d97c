using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Transfer;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Databases;

public sealed class KernelDatabasesTests
{
    private static readonly GpuSystem H200 = SystemCatalog.Find("h200_sxm");

    [Fact]
    public void Systems_are_those_of_all_databases_and_facts_those_of_the_first()
    {
        var own = H200 with { MemoryBytes = 1 };
        using var databases = Of(new FakeDatabase("own", own, "0.24.0"), new FakeDatabase("atlas", H200, "0.24.0"), new FakeDatabase("other", SystemCatalog.Find("l4")));
        Assert.Equal(["h200_sxm", "l4"], databases.Systems);
        Assert.Same(own, databases.System("h200_sxm"));
    }

    [Fact]
    public void An_unknown_system_is_refused_under_its_flag_with_the_nearest_name()
    {
        using var databases = Of(new FakeDatabase("atlas", H200));
        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => databases.System("h200_smx", "--decode-system")).Errors);
        Assert.Equal(("--decode-system", "did you mean 'h200_sxm'?"), (error.Path, error.Hint));
    }

    [Fact]
    public void Without_a_wish_the_newest_release_of_the_first_database_is_planned_for()
    {
        using var databases = Of(new FakeDatabase("empty", H200), new FakeDatabase("own", H200, "0.19.0", "0.22.0"), new FakeDatabase("atlas", H200, "0.24.0"));
        Assert.Equal((new EngineVersion(BackendKind.Vllm, "0.22.0"), null), databases.Resolve("h200_sxm", BackendKind.Vllm, null));
    }

    [Theory]
    [InlineData("0.22.0")]
    [InlineData("0.22")]
    [InlineData("v0.22.0")]
    public void A_release_is_found_under_any_spelling_without_a_note(string asked)
    {
        using var databases = Of(new FakeDatabase("own", H200, "0.19.0", "0.22.0", "0.24.0"));
        Assert.Equal((new EngineVersion(BackendKind.Vllm, "0.22.0"), null), databases.Resolve("h200_sxm", BackendKind.Vllm, asked));
    }

    [Theory]
    [InlineData("0.23.0", "those of 0.22.0, the nearest older release, answer")]
    [InlineData("0.25.1", "those of 0.24.0, the nearest older release, answer")]
    [InlineData("0.9", "those of 0.19.0, the nearest newer release, answer")]
    public void An_absent_release_is_planned_for_with_a_note_who_answers(string asked, string expected)
    {
        using var databases = Of(new FakeDatabase("own", H200, "0.19.0", "0.22.0", "0.24.0"));
        var (engine, note) = databases.Resolve("h200_sxm", BackendKind.Vllm, asked);
        Assert.Equal(asked, engine.Version);
        Assert.EndsWith(expected, note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("")]
    [InlineData("../0.24.0")]
    public void What_is_no_release_is_refused(string asked)
    {
        using var databases = Of(new FakeDatabase("own", H200, "0.24.0"));
        var refused = Assert.Throws<InvalidInputException>(() => databases.Resolve("h200_sxm", BackendKind.Vllm, asked));
        Assert.Equal("--backend-version", Assert.Single(refused.Errors).Path);
    }

    [Fact]
    public void A_backend_that_no_database_has_is_missing()
    {
        using var databases = Of(new FakeDatabase("own", H200, "0.24.0"));
        Assert.True(databases.Has("h200_sxm", BackendKind.Vllm) && databases.CanTransfer(BackendKind.Vllm));
        Assert.False(databases.Has("h200_sxm", BackendKind.Sglang) || databases.CanTransfer(BackendKind.Sglang));
        var missing = Assert.Throws<MissingDataException>(() => databases.Resolve("h200_sxm", BackendKind.Sglang, null));
        Assert.Equal("no kernel times of sglang on any system", missing.Error.Message);
    }

    [Fact]
    public void A_system_without_data_is_planned_for_with_the_release_of_the_most_alike_one()
    {
        using var databases = Of(
            new FakeDatabase("first", SystemCatalog.Find("b200_sxm"), "0.25.0"), new FakeDatabase("own", H200, "0.22.0", "0.24.0"), new FakeDatabase("l4", SystemCatalog.Find("h100_pcie")));
        var (engine, note) = databases.Resolve("h100_pcie", BackendKind.Vllm, null);
        Assert.Equal("0.24.0", engine.Version);
        Assert.Contains("first of all h200_sxm", note, StringComparison.Ordinal);
        Assert.Equal("0.23.0", databases.Resolve("h100_pcie", BackendKind.Vllm, "0.23.0").Engine.Version);
    }

    [Fact]
    public void Every_database_that_has_the_backend_is_a_source_in_order_and_transfers_come_last()
    {
        var (own, empty, atlas) = (new FakeDatabase("own", H200, "0.22.0"), new FakeDatabase("empty", H200), new FakeDatabase("atlas", H200, "0.24.0"));
        using var databases = Of(own, empty, atlas);
        var engine = new EngineVersion(BackendKind.Vllm, "0.23.0");
        var sources = databases.Sources("h200_sxm", engine, repair: true);
        Assert.Equal([own.Kernels, atlas.Kernels], sources.Take(2));
        Assert.IsType<TransferSource>(Assert.Single(sources.Skip(2)));
        Assert.Equal(("h200_sxm", engine, true), atlas.Asked);
        Assert.Null(empty.Asked);
    }

    [Fact]
    public void A_users_own_system_has_its_own_facts_and_only_transfers_even_under_a_known_name()
    {
        var mine = H200 with { MemoryBytes = 1 };
        using var databases = new KernelDatabases([new FakeDatabase("atlas", H200, "0.24.0")], [mine]);
        Assert.Same(mine, databases.System("h200_sxm"));
        Assert.False(databases.Has("h200_sxm", BackendKind.Vllm));
        var (engine, _) = databases.Resolve("h200_sxm", BackendKind.Vllm, null);
        Assert.IsType<TransferSource>(Assert.Single(databases.Sources("h200_sxm", engine, repair: true)));
    }

    [Fact]
    public void Databases_are_closed_together()
    {
        FakeDatabase[] each = [new("own", H200), new("atlas", H200)];
        Of(each).Dispose();
        Assert.All(each, database => Assert.True(database.IsDisposed));
    }

    private static KernelDatabases Of(params FakeDatabase[] databases) => new(databases);
}
