using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>How well a table's rows of one way of serving were predicted.</summary>
public sealed record ModeScore
{
    /// <summary>Rows of the table.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that a prediction can be held against.</summary>
    public required int Evaluable { get; init; }

    /// <summary>Evaluable rows that were predicted.</summary>
    public required int Predicted { get; init; }

    /// <summary>Predicted share of the evaluable rows.</summary>
    public required double? Coverage { get; init; }

    /// <summary>Evaluable rows whose layout or formats were corrected.</summary>
    public required int Corrected { get; init; }

    /// <summary>Evaluable rows with a known defect, which are predicted but not scored.</summary>
    public required int ListedApart { get; init; }

    /// <summary>Mean time to first token.</summary>
    public required ErrorScore Ttft { get; init; }

    /// <summary>Mean time per output token.</summary>
    public required ErrorScore Tpot { get; init; }

    /// <summary>Share of the measured TTFT and TPOT inside their 80 % intervals.</summary>
    public required double? IntervalHold { get; init; }

    /// <summary>The score of a mode.</summary>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="outcomes">The evaluable ones.</param>
    public static ModeScore Of(int rows, IReadOnlyCollection<ExperimentOutcome> outcomes)
    {
        var predicted = outcomes.Count(outcome => outcome.Offer.Forecast is not null);
        return new ModeScore
        {
            Rows = rows,
            Evaluable = outcomes.Count,
            Predicted = predicted,
            Coverage = outcomes.Count == 0 ? null : Math.Round((double)predicted / outcomes.Count, 6),
            Corrected = outcomes.Count(outcome => outcome.Experiment.Corrections.Count > 0),
            ListedApart = outcomes.Count(outcome => outcome.Experiment.Unscored.Count > 0),
            Ttft = ErrorScore.Of(outcomes, Figure.TtftMean),
            Tpot = ErrorScore.Of(outcomes, Figure.TpotMean),
            IntervalHold = IntervalScore.Hold(outcomes, Figure.TtftMean, Figure.TpotMean),
        };
    }
}
