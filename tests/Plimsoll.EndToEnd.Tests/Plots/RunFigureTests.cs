using Plimsoll.Cli.Plots;
using Plimsoll.Plotting.Svg;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Traces;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Plots;

/// <summary>Figures of simulated and measured runs.</summary>
public sealed class RunFigureTests
{
    [Fact]
    public void A_timeline_shows_running_waiting_and_KV_use_of_each_kind_of_worker()
    {
        var timeline = new TimelineObserver(WorkerNames.Disaggregated(2, 1));
        for (var step = 0; step < 3000; step++)
        {
            timeline.StepFinished(Step(step % 2, step * 20, 40, step % 5, (3000 - step) / 50, (step % 5) / 8.0));
            timeline.StepFinished(Step(2, step * 20, 20, Math.Min(64, step / 20), Math.Max(0, step - 2000) / 25, Math.Min(0.9, step / 2500.0)));
        }

        var figure = TimelineFigure.Of(timeline, "Simulated course", "an invented run");
        Golden.Match(SvgWriter.Write(figure), "timeline.svg");
    }

    [Theory]
    [InlineData(100, "ms")]
    [InlineData(60_000, "s")]
    [InlineData(3_000_000, "min")]
    [InlineData(30_000_000, "h")]
    public void Long_runs_have_longer_units(double endMs, string unit)
    {
        var timeline = new TimelineObserver(WorkerNames.Aggregated(1));
        timeline.StepFinished(Step(0, 0, endMs, 1, 0, 0.5));

        var figure = TimelineFigure.Of(timeline, "t", "s");
        Assert.Equal(unit, figure.Horizontal.Unit);
        Assert.All(figure.Panels, panel => Assert.All(panel.Series, series => Assert.Equal(figure.Horizontal.Maximum, series.Points[^1].X)));
    }

    [Fact]
    public void A_run_without_a_step_has_an_empty_timeline() =>
        Assert.Contains("<svg", SvgWriter.Write(TimelineFigure.Of(new TimelineObserver(WorkerNames.Aggregated(1)), "t", "s")), StringComparison.Ordinal);

    [Fact]
    public void A_comparison_shows_classes_bands_and_the_worst_case()
    {
        var random = new Random(3);
        var points = Enumerable.Range(0, 120).Select(i =>
        {
            var measured = 20 * Math.Pow(10, 2 * random.NextDouble());
            var predicted = measured * Math.Exp(0.3 * (random.NextDouble() + random.NextDouble() - 1));
            return new ComparedPoint(i % 3 == 0 ? "disagg vllm" : "agg vllm", measured, predicted);
        });
        var worst = new ComparedPoint("disagg vllm", 1455, 156, "1 prefill + 1 decode, closed:64");

        var figure = ComparisonFigure.Of("TTFT, predicted against measured", "invented experiments", "TTFT", "ms", [.. points, worst]);
        Golden.Match(SvgWriter.Write(figure), "comparison.svg");
    }

    private static StepOutcome Step(int worker, double startMs, double durationMs, int running, int waiting, double kvUse) => new()
    {
        Worker = worker,
        StartMs = startMs,
        DurationMs = durationMs,
        PrefillTokens = 0,
        DecodeRows = running,
        Running = running,
        Waiting = waiting,
        KvUse = kvUse,
    };
}
