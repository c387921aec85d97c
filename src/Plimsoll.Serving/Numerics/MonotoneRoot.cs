namespace Plimsoll.Serving.Numerics;

/// <summary>Finds where a growing function reaches a value.</summary>
internal static class MonotoneRoot
{
    private const int MostRounds = 80;
    private const double Precision = 1e-12;

    /// <summary>
    /// A point in [low, high] where <paramref name="function"/> reaches <paramref name="value"/> ≥ 0; <paramref name="high"/> when it stays below.
    /// False position with the Illinois correction; bisection while the upper end is infinite, and now and then.
    /// </summary>
    public static double Find<T>(in T function, double low, double high, double value)
        where T : struct, IRealFunction
    {
        var lowGap = function.At(low) - value;
        var highGap = function.At(high) - value;
        if (highGap < 0 || lowGap >= 0)
        {
            return highGap < 0 ? high : low;
        }

        var lastSide = 0;
        for (var round = 0; round < MostRounds && high - low > Precision * high; round++)
        {
            var middle = double.IsFinite(highGap) && round % 8 != 7
                ? high - (highGap * (high - low) / (highGap - lowGap))
                : (low + high) / 2;
            var gap = function.At(middle) - value;
            if (Math.Abs(gap) <= Precision * value)
            {
                return middle;
            }

            if (gap < 0)
            {
                (low, lowGap) = (middle, gap);
                highGap = lastSide < 0 ? highGap / 2 : highGap;
                lastSide = -1;
            }
            else
            {
                (high, highGap) = (middle, gap);
                lowGap = lastSide > 0 ? lowGap / 2 : lowGap;
                lastSide = 1;
            }
        }

        return low;
    }
}
