using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Predictions;

namespace Plimsoll.Profiling.Validation;

/// <summary>A measured run beside what was predicted of it.</summary>
/// <param name="Experiment">The run.</param>
/// <param name="Offer">The forecast, or why there is none.</param>
public sealed record ExperimentOutcome(MeasuredExperiment Experiment, ForecastOffer Offer)
{
    /// <summary>Signed error of a figure in percent of the measured value; null when it was not measured, not predicted, or measured as 0.</summary>
    public double? ErrorPct(Figure figure) =>
        Experiment.Measured.TryGetValue(figure, out var measured) && measured > 0
            && Offer.Forecast is { } forecast && forecast.Figures.TryGetValue(figure, out var predicted)
            ? 100 * ((predicted / measured) - 1) : null;

    /// <summary>The same where the figure counts.</summary>
    public double? ScoredErrorPct(Figure figure) => Experiment.IsScored(figure) ? ErrorPct(figure) : null;

    /// <summary>Whether the measured value lies in the interval of the prediction; null when it does not count or there is no interval.</summary>
    public bool? IntervalHolds(Figure figure) =>
        Experiment.IsScored(figure) && Offer.Forecast is { } forecast && forecast.Intervals.TryGetValue(figure, out var interval)
            ? interval.Holds(Experiment.Measured[figure]) : null;
}
