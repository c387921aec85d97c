using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>Makes the report of a validation.</summary>
public static class ReportBuilder
{
    private static readonly string[] Kinds = ["silicon_table", "truth", "aiperf", "vllm_bench", "requests"];

    /// <summary>The report of a set and its outcomes.</summary>
    /// <param name="set">What was validated.</param>
    /// <param name="outcomes">The outcomes of its experiments, in their order.</param>
    /// <param name="systemsPaths">Where kernel times come from.</param>
    /// <param name="worst">How many of the worst cases to name.</param>
    public static ValidationReport Build(
        MeasurementSet set, IReadOnlyList<ExperimentOutcome> outcomes, IReadOnlyList<string> systemsPaths, int worst)
    {
        var report = new ValidationReport
        {
            Kind = Kinds[(int)set.Kind],
            Path = set.Path,
            SystemsPaths = systemsPaths,
            SetAside = ReasonCount.Of(set.SetAside.Select(row => (row.Reason, $"{row.Id}: {row.Detail}"))),
            Refused = ReasonCount.Of(outcomes.Where(outcome => outcome.Offer.Reason is not null)
                .Select(outcome => (outcome.Offer.Reason!, $"{outcome.Experiment.Id}: {outcome.Offer.Detail}"))),
            Slices = Reports.Slices.Of(outcomes),
            Worst = WorstCase.Of(outcomes, worst),
            Experiments = [.. outcomes.Select(ExperimentLine.Of)],
        };
        return set.Kind == MeasurementKind.SiliconTable
            ? report with { Agg = Mode(set, outcomes, "agg"), Disagg = Mode(set, outcomes, "disagg"), Regret = Regret.Of(outcomes) }
            : report with { Summary = RunScore.Of(outcomes), ByStage = Stages(outcomes) };
    }

    private static ModeScore Mode(MeasurementSet set, IReadOnlyList<ExperimentOutcome> outcomes, string mode)
    {
        var evaluable = outcomes.Where(outcome => outcome.Experiment.Topology.Mode == mode).ToArray();
        return ModeScore.Of(evaluable.Length + set.SetAside.Count(row => row.Mode == mode), evaluable);
    }

    private static SortedDictionary<string, RunScore> Stages(IReadOnlyList<ExperimentOutcome> outcomes)
    {
        var stages = new SortedDictionary<string, RunScore>(StringComparer.Ordinal);
        foreach (var stage in outcomes.GroupBy(outcome => outcome.Experiment.Group, StringComparer.Ordinal))
        {
            stages[stage.Key] = RunScore.Of(stage.ToArray());
        }

        return stages;
    }
}
