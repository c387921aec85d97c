namespace Plimsoll.Serving.Statistics;

/// <summary>Per-request bounds that goodput counts against; null = no bound.</summary>
/// <param name="TtftMs">Time to first token.</param>
/// <param name="TpotMs">Mean time per output token after the first.</param>
/// <param name="LatencyMs">The whole request.</param>
public readonly record struct LatencyTargetSet(double? TtftMs, double? TpotMs, double? LatencyMs)
{
    /// <summary>Whether a bound is given.</summary>
    public bool HasAny => TtftMs is not null || TpotMs is not null || LatencyMs is not null;
}
