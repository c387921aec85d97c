using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Atlas.Building;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

public sealed class AtlasAgainstTablesTests
{
    [Theory]
    [InlineData("h200_sxm", BackendKind.Vllm)]
    [InlineData("b200_sxm", BackendKind.TensorRtLlm)]
    public void The_newest_release_is_within_the_targets_for_every_operator(string system, BackendKind backend)
    {
        using var root = SystemsRoot.Open(SharedData.Require("aic-systems"));
        using var tables = new TableDatabase(root);
        var catalog = new TableCatalog(root, system);
        var newest = new EngineVersion(backend, catalog.NewestComplete(backend)!);

        var report = AtlasCheck.Run(AtlasFile.OpenEmbedded(), [ReleaseEvidenceReader.Of(catalog, newest, tables)]);

        Assert.Equal(6, report.Operators.Count);
        Assert.All(report.Operators, summary => Assert.True(summary.MeetsTarget, summary.ToString()));
        Assert.DoesNotContain(report.Rows, row => row.IsMissing);
    }
}
