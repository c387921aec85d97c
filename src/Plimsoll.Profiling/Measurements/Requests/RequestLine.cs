namespace Plimsoll.Profiling.Measurements.Requests;

/// <summary>One request of a requests file with what its client measured.</summary>
/// <param name="Id">Number in the order of sending.</param>
/// <param name="Request">What was sent.</param>
/// <param name="TtftMs">Time to first token.</param>
/// <param name="TpotMs">Mean time per output token after the first; null for an answer of one token.</param>
/// <param name="LatencyMs">Latency of the whole request.</param>
public sealed record RequestLine(int Id, MeasuredRequest Request, double TtftMs, double? TpotMs, double LatencyMs);
