using System.Globalization;

namespace Plimsoll.Plotting.Ticks;

/// <summary>Texts of ticks: as short as they can be, thousands grouped, millions and more with a suffix.</summary>
internal static class TickLabels
{
    private static readonly (double Unit, string Suffix)[] Suffixes = [(1e12, "T"), (1e9, "G"), (1e6, "M")];

    /// <summary>A multiple of a step without the dust of floating-point arithmetic.</summary>
    public static double Clean(double value, double step)
    {
        var decimals = Decimals(step);
        return decimals <= 15 ? Math.Round(value, decimals) + 0.0 : value;
    }

    /// <summary>Texts for equally spaced values: all with the same decimals and the same suffix.</summary>
    public static string[] Linear(double[] values, double step)
    {
        var largest = values.Max(Math.Abs);
        var (unit, suffix) = SuffixFor(largest);
        if (largest < 1e-4)
        {
            return [.. values.Select(v => v.ToString("0.###e0", CultureInfo.InvariantCulture))];
        }

        var format = "#,##0" + Places(Decimals(step / unit));
        return [.. values.Select(v => v == 0 ? "0" : Minus((v / unit).ToString(format, CultureInfo.InvariantCulture)) + suffix)];
    }

    /// <summary>The text of one value on its own.</summary>
    public static string Single(double value)
    {
        var (unit, suffix) = SuffixFor(Math.Abs(value));
        return Math.Abs(value) < 1e-4
            ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
            : (value / unit).ToString("#,##0.######", CultureInfo.InvariantCulture) + suffix;
    }

    private static (double Unit, string Suffix) SuffixFor(double value)
    {
        foreach (var (unit, suffix) in Suffixes)
        {
            if (value >= unit * (1 - 1e-9))
            {
                return value < unit * 1e4 ? (unit, suffix) : (1, "");
            }
        }

        return (1, "");
    }

    private static string Places(int decimals) => decimals == 0 ? "" : "." + new string('0', Math.Min(decimals, 15));

    private static string Minus(string text) => text.Replace('-', '–');

    /// <summary>Decimals that show a step of at most two significant digits exactly.</summary>
    private static int Decimals(double step)
    {
        for (var decimals = 0; decimals < 300; decimals++)
        {
            var scaled = step * Math.Pow(10, decimals);
            if (Math.Abs(scaled - Math.Round(scaled)) < 1e-6 * scaled && scaled >= 0.5)
            {
                return decimals;
            }
        }

        return 300;
    }
}
