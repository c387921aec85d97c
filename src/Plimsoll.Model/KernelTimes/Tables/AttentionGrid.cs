namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>A full grid of times over (major, minor) built from scattered points; holes are filled from their nearest neighbour by roofline ratio.</summary>
internal sealed class AttentionGrid
{
    private AttentionGrid(double[] major, double[] minor, double[] ms) => (Major, Minor, Ms) = (major, minor, ms);

    /// <summary>Coordinates of the slow axis.</summary>
    public double[] Major { get; }

    /// <summary>Coordinates of the fast axis.</summary>
    public double[] Minor { get; }

    /// <summary>Milliseconds, major-first.</summary>
    public double[] Ms { get; }

    /// <summary>Builds the grid.</summary>
    /// <param name="points">Measured points; none has a coordinate that the axes lack.</param>
    /// <param name="major">Coordinates of the slow axis.</param>
    /// <param name="minor">Coordinates of the fast axis.</param>
    /// <param name="bound">The roofline at a point, milliseconds.</param>
    /// <param name="file">What to call the table in errors.</param>
    /// <param name="alongMinor">Whether a hole is filled along the fast axis wherever possible: kernels may change along the slow one.</param>
    public static AttentionGrid Of(
        IReadOnlyList<(double Major, double Minor, double Ms)> points,
        double[] major,
        double[] minor,
        Func<double, double, double> bound,
        string file,
        bool alongMinor = false)
    {
        var ms = TableColumns.Cells(file, major.Length, minor.Length);
        foreach (var point in points)
        {
            ms[(Array.BinarySearch(major, point.Major) * minor.Length) + Array.BinarySearch(minor, point.Minor)] = point.Ms;
        }

        // Large × large points do not fit in memory and are missing. Their two neighbours with less work bear witness; the one that
        // uses the GPU better is believed, because utilisation does not fall when work is added.
        for (var i = 0; i < major.Length; i++)
        {
            for (var j = 0; j < minor.Length; j++)
            {
                var at = (i * minor.Length) + j;
                if (ms[at] > 0)
                {
                    continue;
                }

                var wanted = bound(major[i], minor[j]);
                var left = j > 0 && ms[at - 1] > 0 ? ms[at - 1] * wanted / bound(major[i], minor[j - 1]) : double.MaxValue;
                var above = i > 0 && ms[at - minor.Length] > 0
                    ? ms[at - minor.Length] * wanted / bound(major[i - 1], minor[j])
                    : double.MaxValue;
                var better = alongMinor && left < double.MaxValue ? left : Math.Min(left, above);
                ms[at] = better < double.MaxValue ? better : 0;
            }
        }

        FillBackwards(major, minor, ms, bound);
        return new AttentionGrid(major, minor, ms);
    }

    private static void FillBackwards(double[] major, double[] minor, double[] ms, Func<double, double, double> bound)
    {
        for (var at = ms.Length - 1; at >= 0; at--)
        {
            if (ms[at] > 0)
            {
                continue;
            }

            var (i, j) = (at / minor.Length, at % minor.Length);
            var (fromI, fromJ) = j + 1 < minor.Length ? (i, j + 1) : (i + 1, j);
            if (fromI < major.Length && ms[(fromI * minor.Length) + fromJ] > 0)
            {
                ms[at] = ms[(fromI * minor.Length) + fromJ] * bound(major[i], minor[j]) / bound(major[fromI], minor[fromJ]);
            }
        }
    }

    /// <summary>The weighted mean of two grids on the same axes, for a head count between two measured ones.</summary>
    public AttentionGrid Blend(AttentionGrid other, double shareOfOther)
    {
        var ms = new double[Ms.Length];
        for (var at = 0; at < ms.Length; at++)
        {
            ms[at] = Ms[at] + ((other.Ms[at] - Ms[at]) * shareOfOther);
        }

        return new AttentionGrid(Major, Minor, ms);
    }
}
