namespace Plimsoll.Load.Metrics;

/// <summary>What is reported of many values: mean, extremes, percentiles, spread.</summary>
/// <remarks>Percentiles lie linearly between the closest ranks (rank = q·(n−1)), the spread is that of the population; both as NumPy's defaults.</remarks>
public sealed record Distribution
{
    /// <summary>The percentiles that are reported.</summary>
    public static readonly IReadOnlyList<int> Percents = [1, 5, 10, 25, 50, 75, 90, 95, 99];

    /// <summary>The mean; null when some values are infinite.</summary>
    public double? Average { get; init; }

    /// <summary>By the order of <see cref="Percents"/>; null where not reported or infinite.</summary>
    public required IReadOnlyList<double?> Percentiles { get; init; }

    /// <summary>The smallest.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest; null when infinite.</summary>
    public double? Maximum { get; init; }

    /// <summary>The standard deviation; null when some values are infinite.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>How many values; null where values are weighted by time.</summary>
    public long? Count { get; init; }

    /// <summary>Their sum; null where it means nothing.</summary>
    public double? Sum { get; init; }

    /// <summary>The percentile of so many percent, one of <see cref="Percents"/>.</summary>
    public double? Percentile(int percent)
    {
        for (var i = 0; i < Percents.Count; i++)
        {
            if (Percents[i] == percent)
            {
                return Percentiles[i];
            }
        }

        throw new ArgumentOutOfRangeException(nameof(percent), percent, "is not reported");
    }

    /// <summary>The distribution of values, which are sorted in place; null without any. Infinite values push percentiles up and leave the rest unsaid.</summary>
    public static Distribution? Of(double[] values)
    {
        if (values.Length == 0)
        {
            return null;
        }

        Array.Sort(values);
        var isFinite = double.IsFinite(values[^1]);
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        double squares = 0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return new Distribution
        {
            Average = isFinite ? mean : null,
            Percentiles = [.. Percents.Select(percent => Finite(At(values, percent / 100.0, isFinite)))],
            Minimum = Finite(values[0]),
            Maximum = Finite(values[^1]),
            StandardDeviation = isFinite ? Math.Sqrt(squares / values.Length) : null,
            Count = values.Length,
            Sum = isFinite ? sum : null,
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    // Between a number and infinity nothing can be laid linearly: then the nearest rank counts.
    private static double At(double[] sorted, double share, bool isFinite)
    {
        var rank = share * (sorted.Length - 1);
        if (!isFinite)
        {
            return sorted[(int)Math.Round(rank)];
        }

        var below = (int)rank;
        var part = rank - below;
        return part == 0 ? sorted[below] : sorted[below] + (part * (sorted[below + 1] - sorted[below]));
    }
}
