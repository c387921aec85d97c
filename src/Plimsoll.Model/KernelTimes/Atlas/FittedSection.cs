namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>A section with what its answers have to say about where they come from.</summary>
/// <param name="Release">The release whose section it is.</param>
/// <param name="Surfaces">The surfaces.</param>
/// <param name="Error">Their distance from the measurements.</param>
/// <param name="IsTransferred">Whether they were fitted to another release than the one asked for.</param>
/// <param name="Source">A phrase for explanations.</param>
internal sealed record FittedSection(string Release, AtlasSection Surfaces, FitError Error, bool IsTransferred, string Source)
{
    // Measurements of the same kernel scatter by about this much from run to run; times of another release differ by about that much more.
    private const double MeasurementUncertainty = 0.03;
    private const double OtherReleaseUncertainty = 0.05;

    /// <summary>The provenance of an answer inside what was fitted.</summary>
    public Provenance Provenance => IsTransferred ? Provenance.Transferred : Provenance.Fitted;

    /// <summary>One-sigma relative uncertainty of an answer that far outside what was fitted.</summary>
    public double Uncertainty(double octavesOutside) =>
        MeasurementUncertainty + Error.Sigma + (IsTransferred ? OtherReleaseUncertainty : 0) + (0.05 * octavesOutside);
}
