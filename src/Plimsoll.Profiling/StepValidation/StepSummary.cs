namespace Plimsoll.Profiling.StepValidation;

/// <summary>How well a set of rows was priced.</summary>
public sealed record StepSummary
{
    /// <summary>Rows that the peer answered and whose model family is supported here.</summary>
    public required int Evaluable { get; init; }

    /// <summary>Evaluable rows that we priced.</summary>
    public required int Priced { get; init; }

    /// <summary>Priced share of the evaluable rows; null without rows.</summary>
    public required double? Coverage { get; init; }

    /// <summary>Deviations of step times over rows without repaired operators.</summary>
    public required ErrorStatistics Latency { get; init; }

    /// <summary>Deviations of step times over rows with repaired operators: how far the repair moves away from the peer.</summary>
    public required ErrorStatistics Repaired { get; init; }

    /// <summary>Deviations of weights per GPU.</summary>
    public required ErrorStatistics Weights { get; init; }

    /// <summary>Summarises outcomes of evaluable rows.</summary>
    public static StepSummary Of(IReadOnlyCollection<StepOutcome> outcomes)
    {
        var priced = outcomes.Count(outcome => outcome.LatencyMs is not null);
        return new StepSummary
        {
            Evaluable = outcomes.Count,
            Priced = priced,
            Coverage = outcomes.Count == 0 ? null : Math.Round((double)priced / outcomes.Count, 6),
            Latency = Deviations(outcomes.Where(outcome => !outcome.Repaired), outcome => outcome.LatencyPct),
            Repaired = Deviations(outcomes.Where(outcome => outcome.Repaired), outcome => outcome.LatencyPct),
            Weights = Deviations(outcomes, outcome => outcome.WeightsPct),
        };
    }

    private static ErrorStatistics Deviations(IEnumerable<StepOutcome> outcomes, Func<StepOutcome, double?> deviation) =>
        ErrorStatistics.Of(outcomes.Select(deviation).Where(value => value is not null).Select(value => value!.Value));
}
