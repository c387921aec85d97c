using System.Globalization;

namespace Plimsoll.Cli.Rendering;

/// <summary>How figures are spelled for readers, whatever the machine's culture.</summary>
internal static class Figures
{
    /// <summary>Two decimals: <c>12.50</c>.</summary>
    public static string Fixed(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Two decimals and thousands separators: <c>4,174.20</c>.</summary>
    public static string Grouped(double value) => value.ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>A whole number with thousands separators: <c>12,345</c>.</summary>
    public static string Grouped(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>As many decimals as it has, at most four: <c>16.67</c>.</summary>
    public static string Short(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A share in percent: <c>12 %</c>, and <c>2.5 %</c> below ten.</summary>
    public static string Percent(double share) =>
        (share * 100).ToString(Math.Abs(share) < 0.0995 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>The shortest text that reads back as the same number, for files.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
