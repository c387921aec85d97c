namespace Plimsoll.Load.Metrics;

/// <summary>The distribution of values that each hold for some time.</summary>
internal static class WeightedDistribution
{
    private const double Nothing = 1e-9;

    /// <summary>Mean, extremes, upper percentiles and spread, weighted by time; null without any time.</summary>
    /// <param name="values">Values with how long they hold; sorted in place.</param>
    /// <param name="onlyActive">Whether the time at 0 is left out.</param>
    public static Distribution? Of(List<(double Value, long Weight)> values, bool onlyActive)
    {
        if (onlyActive)
        {
            values = [.. values.Where(value => value.Value > Nothing)];
        }

        values.Sort((a, b) => a.Value.CompareTo(b.Value));
        double total = 0, sum = 0;
        foreach (var (value, weight) in values)
        {
            total += weight;
            sum += value * weight;
        }

        if (total == 0)
        {
            return null;
        }

        var mean = sum / total;
        double squares = 0;
        foreach (var (value, weight) in values)
        {
            squares += weight * (value - mean) * (value - mean);
        }

        return new Distribution
        {
            Average = mean,
            Percentiles = [.. Distribution.Percents.Select(percent => percent is 50 or >= 90 ? At(values, percent / 100.0 * total) : (double?)null)],
            Minimum = values[0].Value,
            Maximum = values[^1].Value,
            StandardDeviation = Math.Sqrt(squares / total),
        };
    }

    private static double At(List<(double Value, long Weight)> sorted, double wanted)
    {
        double seen = 0;
        foreach (var (value, weight) in sorted)
        {
            seen += weight;
            if (seen >= wanted)
            {
                return value;
            }
        }

        return sorted[^1].Value;
    }
}
