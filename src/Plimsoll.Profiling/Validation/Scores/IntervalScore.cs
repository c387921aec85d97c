using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Scores;

/// <summary>How often measured values fall into the 80 % intervals of their predictions.</summary>
public static class IntervalScore
{
    /// <summary>The share of the given figures inside their intervals; null when none has one.</summary>
    public static double? Hold(IEnumerable<ExperimentOutcome> outcomes, params IEnumerable<Figure> figures)
    {
        var held = outcomes.SelectMany(outcome => figures.Select(outcome.IntervalHolds)).OfType<bool>().ToArray();
        return held.Length == 0 ? null : Math.Round(held.Count(holds => holds) / (double)held.Length, 4);
    }
}
