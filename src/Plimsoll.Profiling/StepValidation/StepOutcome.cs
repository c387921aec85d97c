namespace Plimsoll.Profiling.StepValidation;

/// <summary>What became of one evaluable row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Family">The model's family, for grouping.</param>
/// <param name="LatencyMs">Our price; null when refused.</param>
/// <param name="WeightsGib">Our weights per GPU; null when refused.</param>
/// <param name="Repaired">Whether a repaired kernel time is part of our price.</param>
/// <param name="Refusal">Why there is no price, or null.</param>
/// <param name="Difference">What the peer is known to do otherwise (see <see cref="KnownDifference"/>), or null.</param>
public sealed record StepOutcome(
    StepRow Row, string Family, double? LatencyMs, double? WeightsGib, bool Repaired, string? Refusal, string? Difference = null)
{
    /// <summary>Deviation of our price from the peer's, in percent of the peer's; null when either is missing.</summary>
    public double? LatencyPct => LatencyMs is { } ours && Row.LatencyMs is { } theirs ? 100 * ((ours / theirs) - 1) : null;

    /// <summary>Deviation of our weights from the peer's, in percent of the peer's; null when either is missing.</summary>
    public double? WeightsPct => WeightsGib is { } ours && Row.WeightsGib is > 0 and { } theirs ? 100 * ((ours / theirs) - 1) : null;
}
