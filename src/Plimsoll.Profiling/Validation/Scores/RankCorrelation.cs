namespace Plimsoll.Profiling.Validation.Scores;

/// <summary>Rank correlation after Spearman: Pearson's of the ranks, equal values sharing the mean of theirs.</summary>
public static class RankCorrelation
{
    /// <summary>The correlation of two series of equal length; null below two values, or when one series is constant.</summary>
    public static double? Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count < 2)
        {
            return null;
        }

        var (a, b) = (Ranks(x), Ranks(y));
        var mean = (x.Count - 1) / 2.0;
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < a.Length; i++)
        {
            xy += (a[i] - mean) * (b[i] - mean);
            xx += (a[i] - mean) * (a[i] - mean);
            yy += (b[i] - mean) * (b[i] - mean);
        }

        return xx > 0 && yy > 0 ? Math.Round(xy / Math.Sqrt(xx * yy), 6) : null;
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[order.Length];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && values[order[to]] == values[order[from]]; to++)
            {
            }

            for (var i = from; i < to; i++)
            {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
        }

        return ranks;
    }
}
