namespace Plimsoll.Model.KernelTimes;

/// <summary>The time of one kernel launch, with how it is known.</summary>
/// <param name="Ms">Milliseconds, never negative.</param>
/// <param name="Provenance">Where the figure comes from.</param>
/// <param name="RelativeUncertainty">One-sigma relative uncertainty (0.05 = 5 %), growing with the distance from data.</param>
public readonly record struct KernelTime(double Ms, Provenance Provenance, double RelativeUncertainty)
{
    /// <summary>A kernel that is not launched.</summary>
    public static KernelTime Zero => default;
}
