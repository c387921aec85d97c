using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>Runs requests through workers, iteration by iteration. Deterministic: the same topology and source give the same run.</summary>
public static class ServingSimulation
{
    /// <summary>Runs until every request is finished.</summary>
    /// <param name="topology">The workers.</param>
    /// <param name="source">The clients; consumed by the run.</param>
    /// <param name="observers">Told everything that happens, in order.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <exception cref="SimulationStuckException">A request can never be served, for instance because the KV cache cannot hold it.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static SimulationCounts Run(
        ServingTopology topology, IRequestSource source, IReadOnlyList<SimulationObserver> observers, CancellationToken cancellation = default) =>
        new SimulationRun(topology, source, observers).Execute(cancellation);
}
