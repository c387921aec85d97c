using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Planning.Search;

/// <summary>How well the step times behind a prediction are known.</summary>
/// <param name="Provenance">The least certain source that matters.</param>
/// <param name="Uncertainty">Relative one-sigma uncertainty.</param>
internal sealed record Evidence(Provenance Provenance, double Uncertainty)
{
    /// <summary>The evidence of the steps that a request goes through, weighted by the time that it spends in each kind.</summary>
    public static Evidence Of(IStepPricer pricer, ReadOnlySpan<(BatchShape Shape, double Weight)> steps)
    {
        var worst = Provenance.Measured;
        double weighted = 0, total = 0;
        foreach (var (shape, weight) in steps)
        {
            var cost = pricer.Explain(shape);
            worst = (Provenance)Math.Max((int)worst, (int)cost.Provenance);
            weighted += weight * cost.RelativeUncertainty;
            total += weight;
        }

        return new Evidence(worst, total > 0 ? weighted / total : 0);
    }

    /// <summary>The less certain of two; null when either is unknown.</summary>
    public static Evidence? Worse(Evidence? a, Evidence? b) => a is null || b is null ? null : a.Provenance >= b.Provenance ? a : b;

    /// <summary>The uncertainty of two parts by their time; null when either is unknown.</summary>
    public static double? Mean(Evidence? a, double aMs, Evidence? b, double bMs) =>
        a is null || b is null ? null : aMs + bMs > 0 ? ((a.Uncertainty * aMs) + (b.Uncertainty * bMs)) / (aMs + bMs) : 0;
}
