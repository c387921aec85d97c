namespace Plimsoll.Profiling.StepValidation;

/// <summary>Percentiles of absolute deviations, in percent; null where there are no rows.</summary>
/// <param name="Rows">Rows behind the figures.</param>
/// <param name="MedianAbsPct">Median absolute deviation, percent.</param>
/// <param name="P90AbsPct">90th percentile, percent.</param>
/// <param name="P95AbsPct">95th percentile, percent.</param>
/// <param name="MedianPct">Median signed deviation, percent: the bias.</param>
public sealed record ErrorStatistics(
    int Rows, double? MedianAbsPct, double? P90AbsPct, double? P95AbsPct, double? MedianPct)
{
    /// <summary>Statistics of signed deviations in percent.</summary>
    public static ErrorStatistics Of(IEnumerable<double> deviations)
    {
        var signed = deviations.Order().ToArray();
        var absolute = signed.Select(Math.Abs).Order().ToArray();
        return new ErrorStatistics(
            signed.Length, Quantile(absolute, 0.5), Quantile(absolute, 0.9), Quantile(absolute, 0.95), Quantile(signed, 0.5));
    }

    // Linear interpolation between order statistics.
    private static double? Quantile(double[] sorted, double q)
    {
        if (sorted.Length == 0)
        {
            return null;
        }

        var at = q * (sorted.Length - 1);
        var low = (int)at;
        var high = Math.Min(low + 1, sorted.Length - 1);
        return Math.Round(sorted[low] + ((sorted[high] - sorted[low]) * (at - low)), 4);
    }
}
