using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Operators;
using Plimsoll.Profiling.StepValidation;
using Plimsoll.Testing;

namespace Plimsoll.Profiling.Tests.StepValidation;

/// <summary>Our step prices beside the peer's, on the same tables: the bounds that we hold ourselves to.</summary>
public sealed class StepOracleTests
{
    [Fact]
    public void Steps_agree_with_the_peer_where_its_tables_are_plausible()
    {
        using var databases = new KernelDatabases([new TableDatabase(SystemsRoot.Open(SharedData.Require("aic-systems")))]);
        var rows = StepFile.Read(SharedData.Require("oracles/aic/static/steps.csv"));
        var report = new StepValidator(databases, ModelCatalog.TryFind, new OperatorOptions(), repair: true).Run(rows);

        Assert.True(report.Evaluable > 4300, $"only {report.Evaluable} evaluable rows");
        Assert.InRange(report.Coverage!.Value, 0.99, 1);
        Assert.All(report.By.Family, family => Assert.True(family.Value.Latency.MedianAbsPct is null or <= 6, $"{family.Key}: {family.Value.Latency.MedianAbsPct} %"));
        Assert.InRange(report.Latency.MedianAbsPct!.Value, 0, 3);
        Assert.InRange(report.Latency.P95AbsPct!.Value, 0, 13);
        Assert.InRange(report.Weights.MedianAbsPct!.Value, 0, 1);
        Assert.All(report.By.System.Values, system => Assert.InRange(system.Latency.MedianAbsPct!.Value, 0, 3));
        Assert.Equal(rows.Count, report.PeerErrors + report.Unsupported + report.Evaluable);
        Assert.InRange(report.Repaired.MedianPct!.Value, -60, -5);
    }

    [Fact]
    public void Models_that_the_catalogue_lacks_are_counted_not_guessed()
    {
        using var databases = new KernelDatabases([]);
        var rows = StepFile.Read(SharedData.Require("oracles/aic/static/steps.csv"));
        var report = new StepValidator(databases, _ => null, new OperatorOptions(), repair: true).Run(rows);

        Assert.Equal((0, 0), (report.Evaluable, report.Priced));
        Assert.Null(report.Coverage);
        Assert.Null(report.Latency.MedianAbsPct);
        Assert.Equal(rows.Count, report.PeerErrors + report.Unsupported);
    }
}
