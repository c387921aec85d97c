using Plimsoll.Model.KernelTimes;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Cli.Simulating;

/// <summary>A question whose workers are built: ready to run.</summary>
/// <param name="Question">The question.</param>
/// <param name="Topology">The workers.</param>
/// <param name="Pools">The workers in words and numbers.</param>
/// <param name="Provenance">The least certain source of a kernel time that matters.</param>
/// <param name="Uncertainty">Relative one-sigma uncertainty of the step times.</param>
/// <param name="Notes">What was assumed, substituted or has no effect, one sentence each.</param>
internal sealed record PreparedRun(
    SimulationQuestion Question, ServingTopology Topology, IReadOnlyList<SimulatedPool> Pools, Provenance Provenance, double Uncertainty, IReadOnlyList<string> Notes)
{
    /// <summary>All workers.</summary>
    public int Workers => Pools.Sum(pool => pool.Workers);
}
