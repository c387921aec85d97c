using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Scores;

/// <summary>How well one figure was predicted over a set of runs; percentages in percent, no rows give null.</summary>
/// <param name="Rows">Runs whose figure counts and was predicted.</param>
/// <param name="MedianApe">Median absolute error, percent.</param>
/// <param name="Mape">Mean absolute error, percent.</param>
/// <param name="MedianError">Median signed error, percent: the bias.</param>
/// <param name="Spearman">Rank correlation of predicted and measured values; null below two rows.</param>
public sealed record ErrorScore(int Rows, double? MedianApe, double? Mape, double? MedianError, double? Spearman)
{
    /// <summary>The score of a figure.</summary>
    public static ErrorScore Of(IEnumerable<ExperimentOutcome> outcomes, Figure figure)
    {
        var scored = outcomes.Where(outcome => outcome.ScoredErrorPct(figure) is not null).ToArray();
        var errors = scored.Select(outcome => outcome.ScoredErrorPct(figure)!.Value).ToArray();
        return new ErrorScore(
            scored.Length,
            Rounded(Quantiles.OrNull(errors.Select(Math.Abs), 0.5)),
            errors.Length == 0 ? null : Rounded(errors.Average(Math.Abs)),
            Rounded(Quantiles.OrNull(errors, 0.5)),
            RankCorrelation.Spearman(
                [.. scored.Select(outcome => outcome.Experiment.Measured[figure])],
                [.. scored.Select(outcome => outcome.Offer.Forecast!.Figures[figure])]));
    }

    private static double? Rounded(double? percent) => percent is { } value ? Math.Round(value, 3) : null;
}
