using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Systems;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Support;

namespace Plimsoll.Planning.Tests.Support;

public sealed class SupportMatrixTests
{
    [Fact]
    public void A_dense_model_on_a_measured_gpu_is_priced_from_the_atlas_in_both_ways_of_serving()
    {
        var cells = Run("Qwen/Qwen3-32B", "h200_sxm", BackendKind.Vllm);
        Assert.Equal([ServingMode.Agg, ServingMode.Disagg], cells.Select(cell => cell.Mode));
        Assert.All(cells, cell => Assert.Equal((SupportStatus.Priced, KernelClass.Atlas, (string?)null), (cell.Status, cell.Times!.Value, cell.Reason)));
        Assert.Equal([1, 2], cells.Select(cell => cell.Gpus!.Value));
        Assert.All(cells, cell => Assert.InRange(cell.ExpectedErrorPct!.Value, 1, 20));
    }

    [Fact]
    public void On_a_gpu_that_was_never_measured_times_are_transferred_and_expected_to_be_worse()
    {
        var known = Run("Qwen/Qwen3-8B", "l40s", BackendKind.Vllm)[0];
        var unknown = Run("Qwen/Qwen3-8B", "l4", BackendKind.Vllm)[0];
        Assert.Equal(KernelClass.Transferred, unknown.Times);
        Assert.True(unknown.ExpectedErrorPct > known.ExpectedErrorPct);
    }

    [Fact]
    public void A_large_model_needs_as_many_gpus_as_hold_it_and_a_deployment_beyond_the_limit_is_too_large()
    {
        var agg = Run("meta-llama/Llama-3.1-405B", "h200_sxm", BackendKind.Vllm)[0];
        Assert.Equal((8, "tp8pp1"), (agg.Gpus!.Value, agg.Layout));
        var small = Run("meta-llama/Llama-3.1-405B", "l4", BackendKind.Vllm, mostGpus: 8)[0];
        Assert.Equal(SupportStatus.TooLarge, small.Status);
        Assert.Contains("no worker of up to 8 GPUs of 24 GiB", small.Reason, StringComparison.Ordinal);
        var pair = Run("meta-llama/Llama-3.1-405B", "h200_sxm", BackendKind.Vllm, mostGpus: 8);
        Assert.Equal([SupportStatus.Priced, SupportStatus.TooLarge], pair.Select(cell => cell.Status));
        Assert.Equal("a prefill and a decode worker need 16 GPUs, more than 8", pair[1].Reason);
    }

    [Fact]
    public void An_engine_without_a_build_for_the_gpu_is_incompatible()
    {
        var cell = Run("Qwen/Qwen3-8B", "b60", BackendKind.TensorRtLlm)[0];
        Assert.Equal(SupportStatus.Incompatible, cell.Status);
        Assert.StartsWith("TensorRT-LLM runs on NVIDIA GPUs only", cell.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_not_priced_or_not_read_says_why()
    {
        var spec = ModelCatalog.Find("Qwen/Qwen3-8B") with { Unsupported = ["attention of a new kind"] };
        Assert.Equal((SupportStatus.ModelNotPriced, "attention of a new kind"), Outcome(new SupportModel("new", spec, null)));
        Assert.Equal((SupportStatus.ModelNotPriced, "config.json: is broken"), Outcome(new SupportModel("broken", null, "config.json: is broken")));
    }

    [Fact]
    public void A_bug_while_pricing_fails_its_cells_and_no_others()
    {
        var spec = ModelCatalog.Find("Qwen/Qwen3-8B");
        var bug = spec with { VocabularySize = -1 };
        using var databases = Atlas();
        var question = new SupportQuestion
        {
            Models = [new SupportModel("bug", bug, null), new SupportModel(spec.Id, spec, null)],
            Systems = ["h200_sxm"],
            Backends = [BackendKind.Vllm],
        };
        var cells = new SupportMatrix(databases).Run(question).ToArray();
        Assert.Equal([SupportStatus.Failed, SupportStatus.Failed, SupportStatus.Priced, SupportStatus.Priced], cells.Select(cell => cell.Status));
        Assert.Contains("Exception: ", cells[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cell_of_the_whole_catalogue_is_priced_or_has_a_reason_and_nothing_breaks()
    {
        using var databases = Atlas();
        var question = new SupportQuestion
        {
            Models = [.. ModelCatalog.Names.Select(name => new SupportModel(name, ModelCatalog.TryFind(name), null))],
            Systems = SystemCatalog.Names,
        };
        var cells = new SupportMatrix(databases).Run(question).ToArray();
        Assert.Equal(2 * 3 * SystemCatalog.Names.Count * ModelCatalog.Names.Count, cells.Length);
        Assert.All(cells, cell =>
        {
            Assert.NotEqual(SupportStatus.Failed, cell.Status);
            Assert.Equal(cell.Status == SupportStatus.Priced, cell.Reason is null);
            Assert.Equal(cell.Status == SupportStatus.Priced, cell is { Times: not null, Gpus: > 0 and <= 64, Layout: not null, ExpectedErrorPct: > 0 and < 200 });
        });
    }

    [Fact]
    public void All_releases_are_as_many_as_the_atlas_has()
    {
        using var databases = Atlas();
        var question = new SupportQuestion { Models = [Model("Qwen/Qwen3-8B")], Systems = ["h200_sxm", "l4"], Backends = [BackendKind.Vllm], AllVersions = true };
        var versions = new SupportMatrix(databases).Run(question).Select(cell => (cell.System, cell.Engine.Version)).Distinct().ToArray();
        Assert.Equal(databases.Versions("h200_sxm", BackendKind.Vllm), versions.Where(v => v.System == "h200_sxm").Select(v => v.Version));
        Assert.Single(versions, v => v.System == "l4");
    }

    [Fact]
    public void Coverage_counts_what_engines_run_and_memory_holds()
    {
        var cell = Run("Qwen/Qwen3-8B", "h200_sxm", BackendKind.Vllm)[0];
        SupportCell With(SupportStatus status) => cell with { Status = status, Times = null };
        var summary = SupportSummary.Of([cell, cell, cell, With(SupportStatus.DataMissing), With(SupportStatus.TooLarge), With(SupportStatus.Incompatible)]);
        Assert.Equal((6, 3, 0.75), (summary.Cells, summary.Priced, summary.Coverage));
        Assert.Equal(1, SupportSummary.Of([]).Coverage);
    }

    private static (SupportStatus Status, string? Reason) Outcome(SupportModel model)
    {
        using var databases = Atlas();
        var question = new SupportQuestion { Models = [model], Systems = ["h200_sxm"], Backends = [BackendKind.Vllm] };
        var cell = new SupportMatrix(databases).Run(question).First();
        return (cell.Status, cell.Reason);
    }

    private static SupportCell[] Run(string model, string system, BackendKind backend, int mostGpus = 64)
    {
        using var databases = Atlas();
        var question = new SupportQuestion { Models = [Model(model)], Systems = [system], Backends = [backend], MostGpus = mostGpus };
        return [.. new SupportMatrix(databases).Run(question)];
    }

    private static SupportModel Model(string name) => new(name, ModelCatalog.Find(name), null);

    private static KernelDatabases Atlas() => new([AtlasDatabase.OpenEmbedded()]);
}
