namespace Plimsoll.Profiling.Measurements;

/// <summary>Quantiles that interpolate linearly between order statistics.</summary>
public static class Quantiles
{
    /// <summary>A quantile of sorted values.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static double Of(IReadOnlyList<double> sorted, double share)
    {
        if (sorted.Count == 0)
        {
            throw new ArgumentException("no values", nameof(sorted));
        }

        var at = share * (sorted.Count - 1);
        var low = (int)at;
        var high = Math.Min(low + 1, sorted.Count - 1);
        return sorted[low] + ((sorted[high] - sorted[low]) * (at - low));
    }

    /// <summary>A quantile of values in any order; null when there are none.</summary>
    public static double? OrNull(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : Of(sorted, share);
    }
}
