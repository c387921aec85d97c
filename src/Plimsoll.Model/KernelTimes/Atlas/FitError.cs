namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>How far a fitted surface lies from the measurements it was fitted to: quantiles of |fitted ÷ measured − 1|.</summary>
/// <param name="Rows">Number of measurements.</param>
/// <param name="Median">The median, as a fraction.</param>
/// <param name="P90">The 90th percentile, as a fraction.</param>
public readonly record struct FitError(int Rows, double Median, double P90)
{
    // A normal distribution has its 90th percentile of |x| at 1.645 σ.
    private const double P90OfNormal = 1.645;

    /// <summary>No measurements.</summary>
    public static FitError None => default;

    /// <summary>One-sigma relative uncertainty of a normal error with the same 90th percentile.</summary>
    public double Sigma => P90 / P90OfNormal;

    /// <summary>The error of predictions against measurements; the order does not matter.</summary>
    /// <param name="absolute">|fitted ÷ measured − 1| of each row; sorted in place.</param>
    public static FitError Of(double[] absolute)
    {
        if (absolute.Length == 0)
        {
            return None;
        }

        Array.Sort(absolute);
        return new FitError(absolute.Length, Quantile(absolute, 0.5), Quantile(absolute, 0.9));
    }

    private static double Quantile(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
