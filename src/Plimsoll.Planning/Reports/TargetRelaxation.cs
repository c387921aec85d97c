namespace Plimsoll.Planning.Reports;

/// <summary>A target that would have to give way.</summary>
/// <param name="Target">The key of the target in the request: <c>ttft_ms</c>, <c>tpot_ms</c> or <c>request_latency_ms</c>.</param>
/// <param name="BoundMs">The target as asked.</param>
/// <param name="NeededMs">The smallest target that admits the configuration.</param>
/// <param name="Excess">Relative excess of the need over the target.</param>
public sealed record TargetRelaxation(string Target, double BoundMs, double NeededMs, double Excess);
