using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Calibrating;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation;
using Plimsoll.Profiling.Validation.Predictions;

namespace Plimsoll.Profiling.Tests.Calibrating;

/// <summary>Learning from runs of an engine whose TTFT is its path and whose TPOT is its kernels, each times what a group of runs adds.</summary>
public sealed class CalibrationStudyTests
{
    private static readonly CalibrationDocument Start = new() { Source = "usual values", Calibration = CalibrationTerms.Usual };
    private static readonly CalibrationTerm[] Terms =
        [CalibrationTerms.Find("inbound_ms")!, CalibrationTerms.Find("experts")!, CalibrationTerms.Find("collectives")!];

    [Fact]
    public void The_terms_that_made_the_runs_are_found_again_and_predict_the_groups_left_out()
    {
        var truth = CalibrationTerms.Usual with { InboundMs = 6, OperatorFactors = new Dictionary<string, double> { ["experts"] = 1.4 } };
        var report = new CalibrationStudy(Predict).Run([.. Runs("a", truth), .. Runs("b", truth), .. Runs("c", truth)], Start, Terms, leaveOut: true);

        Assert.Equal(["inbound_ms", "experts"], report.Terms.Select(term => term.Name));
        Assert.InRange(report.Document.Calibration.InboundMs, 5.6, 6.4);
        Assert.InRange(report.Document.Calibration.FactorOf("experts"), 1.35, 1.45);
        Assert.All(report.Terms, term => Assert.InRange(term.Value, term.LeastLeftOut!.Value, term.MostLeftOut!.Value));
        Assert.Equal(["all", "a", "b", "c"], report.Groups.Select(group => group.Group));
        Assert.All(report.Groups, group =>
        {
            Assert.True(group.InSample.TtftMean < group.Start.TtftMean / 5);
            Assert.InRange(group.LeftOut!.TpotMean!.Value, 0, 3);
        });
        Assert.Equal((BackendKind.Vllm, "0.24.0"), (report.Document.Backend, report.Document.From));
        Assert.Equal(report.Groups[0].LeftOut!.TtftMean, report.Document.Errors["ttft_mean_median_ape_left_out"]);
    }

    [Fact]
    public void One_odd_run_does_not_decide()
    {
        var truth = CalibrationTerms.Usual with { InboundMs = 6 };
        var odd = Runs("a", CalibrationTerms.Usual with { InboundMs = 300 })[0];
        var report = new CalibrationStudy(Predict).Run([.. Runs("a", truth), odd], Start, Terms, leaveOut: false);
        Assert.InRange(report.Document.Calibration.InboundMs, 5.5, 6.8);
        Assert.All(report.Groups, group => Assert.Null(group.LeftOut));
    }

    [Fact]
    public void Runs_of_two_backends_or_none_that_can_be_predicted_are_refused()
    {
        var run = Runs("a", CalibrationTerms.Usual)[0];
        var other = run with { Engine = run.Engine with { Backend = BackendKind.Sglang } };
        Assert.Contains("2 backends (vllm, sglang)", Assert.Throws<InvalidInputException>(
            () => new CalibrationStudy(Predict).Run([run, other], Start, Terms, leaveOut: true)).Message, StringComparison.Ordinal);
        Assert.Contains("none of the runs", Assert.Throws<InvalidInputException>(
            () => new CalibrationStudy((_, runs) => [.. runs.Select(r => new ExperimentOutcome(r, ForecastOffer.Refused("no", "no")))])
                .Run([run], Start, Terms, leaveOut: true)).Message, StringComparison.Ordinal);
    }

    private static MeasuredExperiment[] Runs(string group, Calibration truth) =>
        [.. Enumerable.Range(1, 4).Select(i => Run(group, i) with { Measured = Figures(truth, i) })];

    private static MeasuredExperiment Run(string group, int isl) => new()
    {
        Id = $"{group}/{isl}",
        Group = group,
        Place = group,
        Engine = new ServedEngine("model", "h200_sxm", BackendKind.Vllm, "0.24.0"),
        Topology = new MeasuredTopology { Workers = new MeasuredWorkers(1, new StatedParallelism()) },
        Load = new MeasuredLoad { Protocol = "closed", Concurrency = 1, RequestCount = 1, Isl = isl, Osl = 2 },
        Measured = new Dictionary<Figure, double>(),
    };

    private static Dictionary<Figure, double> Figures(Calibration calibration, int isl) => new()
    {
        [Figure.TtftMean] = calibration.InboundMs + isl,
        [Figure.TpotMean] = calibration.FactorOf("experts") * isl,
    };

    private static IReadOnlyList<ExperimentOutcome> Predict(Calibration calibration, IReadOnlyList<MeasuredExperiment> runs) =>
    [
        .. runs.Select(run => new ExperimentOutcome(run, ForecastOffer.Of(new Forecast
        {
            Figures = Figures(calibration, run.Load.Isl),
            Intervals = new Dictionary<Figure, Plimsoll.Serving.Intervals.PredictionInterval>(),
            Provenance = Provenance.Measured,
            Version = "0.24.0",
            Gpus = 1,
        }))),
    ];
}
