using Plimsoll.Load.Records;

namespace Plimsoll.Load.Runs;

/// <summary>What happened in one phase.</summary>
/// <param name="Settings">What was asked.</param>
/// <param name="StartNs">When it began.</param>
/// <param name="EndNs">When its last request had ended.</param>
/// <param name="Records">Every request, in the order of finishing, failed ones included.</param>
/// <param name="WasCancelled">Whether it was interrupted.</param>
public sealed record PhaseOutcome(PhaseSettings Settings, long StartNs, long EndNs, IReadOnlyList<RequestRecord> Records, bool WasCancelled)
{
    /// <summary>How long it took, seconds.</summary>
    public double DurationS => (EndNs - StartNs) / 1e9;
}
