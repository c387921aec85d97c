using Plimsoll.Cli.Plots;
using Plimsoll.EndToEnd.Tests.Rendering;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Svg;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Plots;

/// <summary>The picture of a plan.</summary>
public sealed class ParetoFigureTests
{
    [Fact]
    public void A_plan_shows_both_frontiers_the_target_and_the_best_of_each() =>
        Golden.Match(SvgWriter.Write(ParetoFigure.Of(SampleReports.Met)!), "pareto.svg");

    [Fact]
    public void Missed_targets_leave_the_frontiers_without_a_best_point()
    {
        var figure = ParetoFigure.Of(SampleReports.Missed)!;
        Assert.Empty(figure.Panels[0].Labels);
        Assert.Contains(figure.Panels[0].Series, series => series.Points.Count > 0);
    }

    [Fact]
    public void Only_ways_of_serving_that_were_considered_are_drawn()
    {
        var figure = ParetoFigure.Of(SampleReports.Met with { Disagg = null })!;
        Assert.All(figure.Panels[0].Series, series => Assert.Equal("agg", series.Name));
    }

    [Fact]
    public void Answers_of_one_token_have_no_speed_and_no_figure()
    {
        var agg = SampleReports.Met.Agg!;
        var report = SampleReports.Met with { Agg = agg with { Pareto = [.. agg.Pareto.Select(p => p with { TokensPerSPerUser = null })] }, Disagg = null };
        Assert.Null(ParetoFigure.Of(report));
    }

    [Fact]
    public void Without_a_TPOT_target_there_is_no_line()
    {
        var report = SampleReports.Met with { Request = SampleReports.Met.Request with { TpotMs = null, RequestLatencyMs = 9000 } };
        var figure = ParetoFigure.Of(report)!;
        Assert.Empty(figure.Panels[0].References);
        Assert.Contains("latency ≤ 9000 ms", figure.Subtitle, StringComparison.Ordinal);
        Assert.Equal(AxisScale.Linear, figure.Horizontal.Scale);
    }
}
