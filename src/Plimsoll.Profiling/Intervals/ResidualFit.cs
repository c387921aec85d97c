using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation;
using Plimsoll.Profiling.Validation.Scores;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Profiling.Intervals;

/// <summary>Learns 80 % intervals from measurements beside their predictions, and says how they would have held for what they were not learned from.</summary>
/// <remarks>
/// For each class and each wider one: the 10 % and 90 % quantiles of ln(measured / predicted), at the ranks 0.1·(n + 1) and 0.9·(n + 1) of n
/// residuals, which keeps the promise for a further measurement and not just for those at hand.
/// </remarks>
public static class ResidualFit
{
    /// <summary>The fewest residuals that make a class.</summary>
    public const int LeastRows = 20;

    private const double Outside = 0.1;

    /// <summary>The scored mean TTFTs and TPOTs of outcomes as residuals.</summary>
    public static IReadOnlyList<Residual> Residuals(IEnumerable<ExperimentOutcome> outcomes)
    {
        var residuals = new List<Residual>();
        foreach (var outcome in outcomes)
        {
            foreach (var figure in new[] { Figure.TtftMean, Figure.TpotMean })
            {
                if (outcome.ScoredErrorPct(figure) is not null && outcome.Offer.Forecast!.Classes.TryGetValue(figure, out var residualClass))
                {
                    var ratio = outcome.Experiment.Measured[figure] / outcome.Offer.Forecast.Figures[figure];
                    residuals.Add(new Residual(residualClass, Workload.Of(outcome.Experiment), Math.Log(ratio)));
                }
            }
        }

        return residuals;
    }

    /// <summary>The quantiles of every class that has enough residuals, by the keys of <see cref="ResidualTable.Keys"/>.</summary>
    public static SortedDictionary<string, ResidualQuantiles> Fit(IEnumerable<Residual> residuals)
    {
        var byKey = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var residual in residuals)
        {
            // Recorded runs fall back on the classes of the others, they do not narrow them.
            foreach (var key in ResidualTable.Keys(residual.Class).Where(key => !residual.Class.Recorded || key.StartsWith(ResidualTable.RecordedPrefix, StringComparison.Ordinal)))
            {
                if (!byKey.TryGetValue(key, out var values))
                {
                    byKey[key] = values = [];
                }

                values.Add(residual.LogRatio);
            }
        }

        var classes = new SortedDictionary<string, ResidualQuantiles>(StringComparer.Ordinal);
        foreach (var (key, values) in byKey)
        {
            if (values.Count >= LeastRows)
            {
                classes[key] = Quantiles(values);
            }
        }

        return classes;
    }

    /// <summary>The share of residuals inside the interval of their class when it is learned from all other workloads; null without residuals.</summary>
    public static double? HoldLeftOut(IReadOnlyList<Residual> residuals)
    {
        int held = 0, judged = 0;
        foreach (var workload in residuals.GroupBy(residual => residual.Workload))
        {
            var table = new ResidualTable(Fit(residuals.Where(residual => residual.Workload != workload.Key)));
            foreach (var residual in workload)
            {
                if (table.Around(1, residual.Class) is { } interval)
                {
                    judged++;
                    held += interval.Holds(Math.Exp(residual.LogRatio)) ? 1 : 0;
                }
            }
        }

        return judged == 0 ? null : Math.Round((double)held / judged, 4);
    }

    private static ResidualQuantiles Quantiles(List<double> values)
    {
        values.Sort();
        return new ResidualQuantiles(AtRank(values, Outside * (values.Count + 1)), AtRank(values, (1 - Outside) * (values.Count + 1)), values.Count);
    }

    // Ranks count from 1; between two of them linearly, beyond the ends the end.
    private static double AtRank(List<double> sorted, double rank)
    {
        var at = Math.Clamp(rank - 1, 0, sorted.Count - 1);
        var low = (int)at;
        var high = Math.Min(low + 1, sorted.Count - 1);
        return Math.Round(sorted[low] + ((sorted[high] - sorted[low]) * (at - low)), 4);
    }
}
