namespace Plimsoll.Plotting.Ticks;

/// <summary>Round values over orders of magnitude: powers of ten with as many values between them as there is room for.</summary>
internal static class LogTicks
{
    private static readonly double[][] PerDecade = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];

    /// <summary>Ticks from at or below <paramref name="minimum"/> to at or above <paramref name="maximum"/>; both positive.</summary>
    public static TickSet Covering(double minimum, double maximum, int wanted)
    {
        var best = Candidates(minimum, maximum).Select(ticks => Cover(ticks, minimum, maximum)).Where(IsReadable)
            .OrderBy(ticks => Math.Abs(ticks.Count - wanted)).FirstOrDefault();
        return best is null ? LinearTicks.Covering(minimum, maximum, wanted) : Build(best);
    }

    /// <summary>Ticks between the two values, for an axis whose ends are fixed.</summary>
    public static TickSet Within(double minimum, double maximum, int wanted)
    {
        var (low, high) = (minimum * (1 - 1e-9), maximum * (1 + 1e-9));
        var best = Candidates(minimum, maximum).Select(ticks => ticks.Where(t => t >= low && t <= high).ToList()).Where(IsReadable)
            .OrderBy(ticks => Math.Abs(ticks.Count - wanted)).FirstOrDefault();
        return best is null ? LinearTicks.Within(minimum, maximum, wanted) : Build(best);
    }

    private static bool IsReadable(List<double> ticks) => ticks.Count is >= LinearTicks.Fewest and <= LinearTicks.Most;

    /// <summary>Ever coarser sets of ticks around the range, from nine per decade to one in several decades.</summary>
    private static IEnumerable<List<double>> Candidates(double minimum, double maximum)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(minimum)), (int)Math.Ceiling(Math.Log10(maximum)));
        foreach (var factors in PerDecade)
        {
            yield return Grid(first, last + 1, 1, factors);
        }

        for (var stride = 2; stride <= last - first; stride++)
        {
            var from = (int)Math.Floor((double)first / stride) * stride;
            yield return Grid(from, last + stride, stride, [1]);
        }
    }

    private static List<double> Grid(int first, int last, int stride, double[] factors)
    {
        var ticks = new List<double>();
        for (var decade = first; decade <= last; decade += stride)
        {
            foreach (var factor in factors)
            {
                ticks.Add(decade >= 0 ? factor * Math.Pow(10, decade) : factor / Math.Pow(10, -decade));
            }
        }

        return ticks;
    }

    private static List<double> Cover(List<double> ticks, double minimum, double maximum)
    {
        var first = ticks.FindLastIndex(t => t <= minimum * (1 + 1e-9));
        var last = ticks.FindIndex(t => t >= maximum * (1 - 1e-9));
        return first < 0 || last < first ? [] : ticks[first..(last + 1)];
    }

    private static TickSet Build(List<double> ticks) => new([.. ticks], [.. ticks.Select(TickLabels.Single)]);
}
