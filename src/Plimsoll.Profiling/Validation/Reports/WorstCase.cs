using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>A run that deviates much.</summary>
/// <param name="Id">The run.</param>
/// <param name="Figure">Which figure: <c>ttft_mean</c> or <c>tpot_mean</c>.</param>
/// <param name="Measured">The measured value, ms.</param>
/// <param name="Predicted">The predicted value, ms.</param>
/// <param name="ErrorPct">Signed error, percent of the measured value.</param>
/// <param name="Run">The run in words.</param>
public sealed record WorstCase(string Id, string Figure, double Measured, double Predicted, double ErrorPct, string Run)
{
    /// <summary>The scored mean TTFTs and TPOTs that deviate most by ratio, worst first.</summary>
    public static IReadOnlyList<WorstCase> Of(IEnumerable<ExperimentOutcome> outcomes, int most) =>
        [.. outcomes.SelectMany(outcome => new[] { Measurements.Figure.TtftMean, Measurements.Figure.TpotMean }
                .Where(figure => outcome.ScoredErrorPct(figure) is not null)
                .Select(figure => (Outcome: outcome, Figure: figure, Ratio: Math.Abs(Math.Log(1 + (outcome.ErrorPct(figure)!.Value / 100))))))
            .OrderByDescending(item => item.Ratio).ThenBy(item => item.Outcome.Experiment.Id, StringComparer.Ordinal)
            .Take(most)
            .Select(item => Of(item.Outcome, item.Figure))];

    private static WorstCase Of(ExperimentOutcome outcome, Figure figure)
    {
        var run = outcome.Experiment;
        return new WorstCase(
            run.Id,
            figure.Name(),
            Math.Round(run.Measured[figure], 3),
            Math.Round(outcome.Offer.Forecast!.Figures[figure], 3),
            Math.Round(outcome.ErrorPct(figure)!.Value, 2),
            $"{run.Engine.Model}, {run.Engine.System}, {Plimsoll.Model.Backends.BackendKindNames.Name(run.Engine.Backend)} {run.Engine.Version}, {run.Topology}, {run.Load}, {run.Load.Isl}/{run.Load.Osl}");
    }
}
