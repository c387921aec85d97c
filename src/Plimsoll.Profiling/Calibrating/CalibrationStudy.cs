using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation;
using Plimsoll.Profiling.Validation.Reports;

namespace Plimsoll.Profiling.Calibrating;

/// <summary>
/// Learns the terms of an engine from measured runs, and how well they carry over: once from all runs, and once for each group of runs from
/// all the others.
/// </summary>
/// <param name="predict">Predicts runs with a calibration.</param>
public sealed class CalibrationStudy(Func<Calibration, IReadOnlyList<MeasuredExperiment>, IReadOnlyList<ExperimentOutcome>> predict)
{
    private const double LeastEffect = 1e-3;

    /// <summary>Learns.</summary>
    /// <param name="experiments">The runs, of one backend.</param>
    /// <param name="start">Where the search starts; what it does not move stays.</param>
    /// <param name="terms">The terms that it may move.</param>
    /// <param name="leaveOut">Whether to learn once more for each group left out.</param>
    /// <param name="cancellation">Ends the study early.</param>
    /// <exception cref="InvalidInputException">The runs are of several backends, or none can be predicted.</exception>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public CalibrationReport Run(
        IReadOnlyList<MeasuredExperiment> experiments,
        CalibrationDocument start,
        IReadOnlyList<CalibrationTerm> terms,
        bool leaveOut,
        CancellationToken cancellation = default)
    {
        var backend = Backend(experiments);
        var before = predict(start.Calibration, experiments);
        MeasuredExperiment[] runs = [.. before.Where(outcome => outcome.Offer.Forecast is not null).Select(outcome => outcome.Experiment)];
        if (runs.Length == 0)
        {
            throw new InvalidInputException("RUNS", "none of the runs can be predicted, so none says anything", "see 'validate' for the reasons");
        }

        var informed = Informed(runs, start.Calibration, terms);
        var found = Learn(runs, start.Calibration, informed, cancellation);
        var groups = runs.Select(run => run.Group).Distinct().ToArray();
        var others = new Dictionary<string, Calibration>();
        foreach (var group in leaveOut && groups.Length > 1 ? groups : [])
        {
            others[group] = Learn([.. runs.Where(run => run.Group != group)], start.Calibration, informed, cancellation);
        }

        var scores = Scores(runs, start.Calibration, found, others);
        return new CalibrationReport
        {
            Document = Document(backend, runs, start, found, informed, scores[0]),
            Terms = [.. informed.Select(term => Term(term, start.Calibration, found, others))],
            Groups = scores,
            Runs = runs.Length,
            Unpredicted = experiments.Count - runs.Length,
        };
    }

    private static BackendKind Backend(IReadOnlyList<MeasuredExperiment> experiments)
    {
        var backends = experiments.Select(run => run.Engine.Backend).Distinct().ToArray();
        return backends.Length == 1
            ? backends[0]
            : throw new InvalidInputException(
                "RUNS", $"are of {backends.Length} backends ({string.Join(", ", backends.Select(b => b.Name()))})", "calibrate one backend at a time");
    }

    // A term that changes nothing when it is moved far says nothing about these runs, and they nothing about it.
    private CalibrationTerm[] Informed(IReadOnlyList<MeasuredExperiment> runs, Calibration start, IReadOnlyList<CalibrationTerm> terms)
    {
        var loss = RobustLoss.Of(predict(start, runs));
        return [.. terms.Where(term =>
        {
            var far = Math.Clamp(term.Value(start) + Math.Max(term.Usual, 0.2), term.Least, term.Most);
            return Math.Abs(RobustLoss.Of(predict(term.With(start, far), runs)) - loss) > LeastEffect;
        })];
    }

    private Calibration Learn(
        IReadOnlyList<MeasuredExperiment> runs, Calibration start, IReadOnlyList<CalibrationTerm> terms, CancellationToken cancellation) =>
        new TermSearch(terms, calibration => RobustLoss.Of(predict(calibration, runs))).From(start, cancellation);

    private List<GroupScore> Scores(
        IReadOnlyList<MeasuredExperiment> runs, Calibration start, Calibration found, Dictionary<string, Calibration> others)
    {
        var (before, after) = (predict(start, runs), predict(found, runs));
        var apart = others.Count == 0 ? null
            : others.SelectMany(other => predict(other.Value, [.. runs.Where(run => run.Group == other.Key)])).ToArray();
        GroupScore Score(string name, Func<ExperimentOutcome, bool> belongs) => new(
            name,
            RunScore.Of([.. before.Where(belongs)]),
            RunScore.Of([.. after.Where(belongs)]),
            apart is null ? null : RunScore.Of([.. apart.Where(belongs)]));
        return
        [
            Score("all", _ => true),
            .. runs.Select(run => run.Group).Distinct().Select(group => Score(group, outcome => outcome.Experiment.Group == group)),
        ];
    }

    private static CalibratedTerm Term(CalibrationTerm term, Calibration start, Calibration found, Dictionary<string, Calibration> others) => new(
        term.Name,
        term.Unit,
        term.Value(start),
        term.Value(found),
        others.Count > 0 ? others.Values.Min(term.Value) : null,
        others.Count > 0 ? others.Values.Max(term.Value) : null);

    private static CalibrationDocument Document(
        BackendKind backend, MeasuredExperiment[] runs, CalibrationDocument start, Calibration found, IReadOnlyList<CalibrationTerm> informed, GroupScore all)
    {
        var versions = runs.Select(run => run.Engine.Version).OfType<string>().Distinct()
            .Order(Plimsoll.Model.KernelTimes.Tables.ReleaseOrder.Instance).ToArray();
        var systems = runs.Select(run => run.Engine.System).Distinct().Order(StringComparer.Ordinal);
        var source = $"learned from {runs.Length} runs of {backend.Name()} {string.Join(", ", versions)} on {string.Join(", ", systems)}";
        var sources = new Dictionary<string, string>(start.Sources);
        foreach (var term in informed)
        {
            sources[term.Name] = source;
        }

        return new CalibrationDocument
        {
            Backend = backend,
            From = versions.Length > 0 ? versions[0] : "0",
            Source = source,
            Calibration = found with { Source = source },
            Sources = sources,
            Errors = Errors(all),
        };
    }

    private static Dictionary<string, double> Errors(GroupScore all)
    {
        var errors = new Dictionary<string, double>();
        void Add(string name, double? inSample, double? leftOut)
        {
            if (inSample is { } sample)
            {
                errors[$"{name}_median_ape_in_sample"] = sample;
            }

            if (leftOut is { } apart)
            {
                errors[$"{name}_median_ape_left_out"] = apart;
            }
        }

        Add("ttft_p50", all.InSample.TtftP50, all.LeftOut?.TtftP50);
        Add("ttft_mean", all.InSample.TtftMean, all.LeftOut?.TtftMean);
        Add("ttft_p99", all.InSample.TtftP99, all.LeftOut?.TtftP99);
        Add("tpot_mean", all.InSample.TpotMean, all.LeftOut?.TpotMean);
        Add("throughput", all.InSample.Throughput, all.LeftOut?.Throughput);
        return errors;
    }
}
