namespace Plimsoll.Profiling.Measurements;

/// <summary>A link between prefill and decode workers as it was measured.</summary>
/// <param name="BytesPerMs">Effective bandwidth, bytes per ms.</param>
/// <param name="ConstantMs">Constant time of a transfer, ms.</param>
public sealed record MeasuredLink(double BytesPerMs, double ConstantMs);
