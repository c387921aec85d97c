using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>How well the runs that share a property were predicted.</summary>
/// <param name="Rows">Runs.</param>
/// <param name="Predicted">Runs that were predicted.</param>
/// <param name="Ttft">Mean time to first token.</param>
/// <param name="Tpot">Mean time per output token.</param>
/// <param name="IntervalHold">Share of both inside their 80 % intervals.</param>
public sealed record SliceScore(int Rows, int Predicted, ErrorScore Ttft, ErrorScore Tpot, double? IntervalHold)
{
    /// <summary>The score of a slice.</summary>
    public static SliceScore Of(IReadOnlyCollection<ExperimentOutcome> outcomes) => new(
        outcomes.Count,
        outcomes.Count(outcome => outcome.Offer.Forecast is not null),
        ErrorScore.Of(outcomes, Figure.TtftMean),
        ErrorScore.Of(outcomes, Figure.TpotMean),
        IntervalScore.Hold(outcomes, Figure.TtftMean, Figure.TpotMean));
}
