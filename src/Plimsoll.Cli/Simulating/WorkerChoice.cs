using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Simulating;

/// <summary>The workers that are simulated: aggregated ones, or prefill and decode workers.</summary>
/// <param name="Aggregated">Workers that do everything; null when disaggregated.</param>
/// <param name="Prefill">Prefill workers; null when aggregated.</param>
/// <param name="Decode">Decode workers; null when aggregated.</param>
internal sealed record WorkerChoice(WorkerPool? Aggregated, WorkerPool? Prefill, WorkerPool? Decode)
{
    /// <summary>GPUs of all workers.</summary>
    public int Gpus => (Aggregated?.Gpus ?? 0) + (Prefill?.Gpus ?? 0) + (Decode?.Gpus ?? 0);

    /// <summary>The workers of a planned configuration, all its replicas together.</summary>
    public static WorkerChoice Of(PlannedConfiguration row) => row.Worker is { } worker
        ? new WorkerChoice(Pool(worker, row.Replicas), null, null)
        : new WorkerChoice(null, Pool(row.Prefill!, row.Replicas), Pool(row.Decode!, row.Replicas));

    private static WorkerPool Pool(WorkerPlan plan, int replicas) => new(plan.Layout, plan.Workers * replicas);
}
