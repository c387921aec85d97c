namespace Plimsoll.Profiling.Measurements;

/// <summary>A link between prefill and decode workers as it was measured.</summary>
/// <param name="BytesPerMs">Effective bandwidth, bytes per ms.</param>
/// <param name="ConstantMs">Constant time of the second leg, ms: everything of it but moving the bytes, the decode worker's first step included.</param>
public sealed record MeasuredLink(double BytesPerMs, double ConstantMs);
