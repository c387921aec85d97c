using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation;
using Plimsoll.Profiling.Validation.Predictions;
using Plimsoll.Profiling.Validation.Reports;
using Plimsoll.Profiling.Validation.Scores;
using Plimsoll.Serving.Intervals;
using Plimsoll.Testing;

namespace Plimsoll.Profiling.Tests.Validation;

public sealed class ScoreTests
{
    [Fact]
    public void Errors_are_in_percent_of_the_measured_value()
    {
        var score = ErrorScore.Of([Outcome("a", 100, 10, 150, 10), Outcome("b", 100, 10, 90, 10), Outcome("c", 100, 10, 130, 10)], Figure.TtftMean);

        Assert.Equal((3, 30.0, 30.0, 30.0), (score.Rows, score.MedianApe, score.Mape, score.MedianError));
    }

    [Fact]
    public void Without_rows_there_are_no_figures()
    {
        var score = ErrorScore.Of([], Figure.TtftMean);

        Assert.Equal(new ErrorScore(0, null, null, null, null), score);
        Assert.Equal(new RegretScore(null, null, 0, 0, 0), Regret.Of([]));
        Assert.Null(IntervalScore.Hold([], Figure.TtftMean));
    }

    [Fact]
    public void Rank_correlation_knows_order_only()
    {
        Assert.Equal(1, RankCorrelation.Spearman([1, 2, 3, 9], [10, 20, 25, 26]));
        Assert.Equal(-1, RankCorrelation.Spearman([1, 2, 3], [3, 2, 1]));
        Assert.Null(RankCorrelation.Spearman([1], [1]));
        Assert.Null(RankCorrelation.Spearman([1, 1], [1, 2]));
    }

    [Fact]
    public void Ties_share_their_ranks() =>
        Assert.Equal(Math.Sqrt(0.75), RankCorrelation.Spearman([1, 1, 2], [1, 2, 3])!.Value, 6);

    [Fact]
    public void Rank_correlation_does_not_change_under_monotone_maps() =>
        Properties.Check(
            Gen.Choose(1, 1000).ArrayOf(12),
            values =>
            {
                var other = values.Select((value, i) => (double)((value * 7919 + i) % 997)).ToArray();
                var x = values.Select(value => (double)value).ToArray();
                return RankCorrelation.Spearman(x, other) == RankCorrelation.Spearman([.. x.Select(value => (value * value * value) + 1)], other);
            });

    [Fact]
    public void Regret_is_nothing_when_predictions_are_measurements()
    {
        var regret = Regret.Of([Outcome("tp1", 100, 10, 100, 10), Outcome("tp2", 60, 6, 60, 6), Outcome("tp4", 40, 4, 40, 4)]);

        Assert.Equal((0.0, 0.0, 1, 3, 0), (regret.Mean, regret.P90, regret.Workloads, regret.Choices, regret.Missed));
    }

    [Fact]
    public void A_pick_that_misses_the_bound_by_more_than_five_percent_costs_everything()
    {
        // Measured TPOT 10, 6, 4: bounds 5, 6, 8. The slow configuration is predicted fast enough for all of them, and to carry the most per GPU.
        var regret = Regret.Of([Outcome("tp1", 100, 10, 1, 4.9), Outcome("tp2", 60, 6, 60, 6), Outcome("tp4", 40, 4, 40, 4)]);

        Assert.Equal((100.0, 100.0, 3), (regret.Mean, regret.P90, regret.Missed));
    }

    [Fact]
    public void A_workload_needs_three_measurements_over_two_layouts()
    {
        Assert.Equal(0, Regret.Of([Outcome("tp1", 100, 10, 100, 10), Outcome("tp2", 60, 6, 60, 6)]).Workloads);
        Assert.Equal(0, Regret.Of([Outcome("tp1", 100, 10, 100, 10), Outcome("tp1", 60, 6, 60, 6), Outcome("tp1", 40, 4, 40, 4)]).Workloads);
        Assert.Equal(0, Regret.Of([Outcome("tp1", 100, 10, 100, 10), Outcome("tp2", 100, 10, 60, 6), Outcome("tp4", 40, 4, 40, 4)]).Workloads);
    }

    [Fact]
    public void Figures_that_are_not_scored_count_nowhere_but_are_shown()
    {
        var outcome = Outcome("tp1", 100, 10, 150, 10);
        outcome = outcome with { Experiment = outcome.Experiment with { Unscored = new Dictionary<Figure, string> { [Figure.TtftMean] = "artefact" } } };
        var report = ReportBuilder.Build(
            new MeasurementSet { Kind = MeasurementKind.SiliconTable, Path = "t.csv", Experiments = [outcome.Experiment] }, [outcome], ["default"], 5);

        Assert.Equal((1, 1, 0, 1), (report.Agg!.Evaluable, report.Agg.ListedApart, report.Agg.Ttft.Rows, report.Agg.Tpot.Rows));
        Assert.Equal(50, Assert.Single(report.Experiments).ErrorPct!["ttft_mean"]);
        Assert.Equal("artefact", report.Experiments[0].Unscored["ttft_mean"]);
        Assert.Null(report.Disagg!.Coverage);
    }

    [Fact]
    public void Intervals_hold_when_the_measured_value_is_inside()
    {
        var outcomes = new[] { Outcome("tp1", 100, 10, 95, 10), Outcome("tp2", 100, 10, 50, 10) };

        Assert.Equal(0.5, IntervalScore.Hold(outcomes, Figure.TtftMean));
        Assert.Equal(0.75, IntervalScore.Hold(outcomes, Figure.TtftMean, Figure.TpotMean));
    }

    private static ExperimentOutcome Outcome(string parallel, double ttft, double tpot, double predictedTtft, double predictedTpot)
    {
        var widths = new StatedParallelism(parallel[^1] - '0' is > 0 and < 9 and var tp ? tp : 1);
        var run = new MeasuredExperiment
        {
            Id = parallel,
            Group = "agg",
            Place = "t.csv",
            Engine = new ServedEngine("m/x", "h200_sxm", BackendKind.Vllm, null),
            Topology = new MeasuredTopology { Workers = new MeasuredWorkers(1, widths) },
            Load = new MeasuredLoad { Protocol = "closed", Concurrency = 16, RequestCount = 160, Isl = 1024, Osl = 128 },
            Measured = new Dictionary<Figure, double> { [Figure.TtftMean] = ttft, [Figure.TpotMean] = tpot },
        };
        return new ExperimentOutcome(run, ForecastOffer.Of(new Forecast
        {
            Figures = new Dictionary<Figure, double> { [Figure.TtftMean] = predictedTtft, [Figure.TpotMean] = predictedTpot },
            Intervals = new Dictionary<Figure, PredictionInterval>
            {
                [Figure.TtftMean] = new(predictedTtft * 0.9, predictedTtft * 1.1),
                [Figure.TpotMean] = new(predictedTpot * 0.9, predictedTpot * 1.1),
            },
            Provenance = Provenance.Fitted,
            Version = "0.24.0",
            Gpus = widths.Gpus,
        }));
    }
}
