namespace Plimsoll.Plotting.Ticks;

/// <summary>Round values at equal distances: multiples of 1, 2, 2.5 or 5 times a power of ten.</summary>
internal static class LinearTicks
{
    /// <summary>The fewest and the most ticks of an axis.</summary>
    public const int Fewest = 3;

    /// <summary>The most ticks of an axis.</summary>
    public const int Most = 9;

    private static readonly double[] Factors = [1, 2, 2.5, 5];

    /// <summary>Ticks from at or below <paramref name="minimum"/> to at or above <paramref name="maximum"/>, as near to <paramref name="wanted"/> in number as can be.</summary>
    public static TickSet Covering(double minimum, double maximum, int wanted)
    {
        var (low, high) = Widened(minimum, maximum);
        var (step, count) = (0.0, 0);
        foreach (var candidate in Steps(high - low))
        {
            var candidates = Count(low, high, candidate);
            if (candidates is >= Fewest and <= Most && (count == 0 || Math.Abs(candidates - wanted) < Math.Abs(count - wanted)))
            {
                (step, count) = (candidate, candidates);
            }
        }

        return Build(Math.Floor(Slack(low / step, up: true)), count, step);
    }

    /// <summary>Ticks between the two values, for an axis whose ends are fixed.</summary>
    public static TickSet Within(double minimum, double maximum, int wanted)
    {
        var (low, high) = Widened(minimum, maximum);
        var (step, first, count) = (0.0, 0.0, 0);
        foreach (var candidate in Steps(high - low))
        {
            var from = Math.Ceiling(Slack(low / candidate, up: false));
            var candidates = (int)(Math.Floor(Slack(high / candidate, up: true)) - from) + 1;
            if (candidates is >= 2 and <= Most && (count == 0 || Math.Abs(candidates - wanted) < Math.Abs(count - wanted)))
            {
                (step, first, count) = (candidate, from, candidates);
            }
        }

        return Build(first, count, step);
    }

    /// <summary>A range without extent gets some, so that a constant can be drawn.</summary>
    private static (double Low, double High) Widened(double minimum, double maximum)
    {
        var extent = maximum - minimum;
        if (extent > 1e-9 * Math.Max(Math.Abs(minimum), Math.Abs(maximum)))
        {
            return (minimum, maximum);
        }

        var reach = minimum == 0 ? 1 : Math.Abs(minimum) / 10;
        return minimum == 0 ? (0, 1) : (minimum - reach, maximum + reach);
    }

    private static IEnumerable<double> Steps(double extent)
    {
        var power = (int)Math.Floor(Math.Log10(extent)) - 2;
        for (var exponent = power; exponent <= power + 3; exponent++)
        {
            foreach (var factor in Factors)
            {
                yield return exponent >= 0 ? factor * Math.Pow(10, exponent) : factor / Math.Pow(10, -exponent);
            }
        }
    }

    private static int Count(double low, double high, double step)
    {
        var count = Math.Ceiling(Slack(high / step, up: false)) - Math.Floor(Slack(low / step, up: true)) + 1;
        return count > Most ? int.MaxValue : (int)count;
    }

    /// <summary>A quotient that is a whole number but for rounding counts as that number.</summary>
    private static double Slack(double quotient, bool up) => quotient + ((up ? 1 : -1) * 1e-9 * Math.Max(1, Math.Abs(quotient)));

    private static TickSet Build(double first, int count, double step)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = TickLabels.Clean((first + i) * step, step);
        }

        return new TickSet(values, TickLabels.Linear(values, step));
    }
}
