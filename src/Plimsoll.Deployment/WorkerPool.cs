using Plimsoll.Model.Systems;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Deployment;

/// <summary>All workers of one role in the cluster.</summary>
/// <param name="Role">What they do.</param>
/// <param name="Plan">What was planned for each of them.</param>
/// <param name="Workers">How many there are, over all replicas.</param>
/// <param name="System">The nodes that they run on.</param>
public sealed record WorkerPool(WorkerRole Role, WorkerPlan Plan, int Workers, GpuSystem System)
{
    /// <summary>Nodes that one worker spans.</summary>
    public int NodesPerWorker => (Plan.GpusPerWorker + System.GpusPerNode - 1) / System.GpusPerNode;

    /// <summary>GPUs of one worker on each of its nodes.</summary>
    public int GpusPerNode => Plan.GpusPerWorker / NodesPerWorker;
}
