using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Statistics;

/// <summary>Gathers the summary of a run in bounded memory.</summary>
/// <param name="targets">What goodput counts against.</param>
public sealed class RunStatistics(LatencyTargetSet targets = default) : SimulationObserver
{
    /// <summary>The summary of everything seen.</summary>
    /// <exception cref="InvalidOperationException">No request finished.</exception>
    public SimulationSummary Summary() => throw new NotSupportedException($"{targets}");
}
