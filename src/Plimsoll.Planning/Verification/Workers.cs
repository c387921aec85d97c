using Plimsoll.Planning.Search;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Planning.Verification;

/// <summary>Planned workers as a simulation takes them.</summary>
internal static class Workers
{
    /// <summary>So many workers of one kind, their KV cache a multiple of what the ledger leaves.</summary>
    public static WorkerGroup Of(WorkerOption worker, int count, double kvFactor) =>
        new(worker.Engine, worker.Policy, worker.Limits, worker.Engine.Path, count)
        {
            KvTokens = kvFactor == 1 ? null : (long)(worker.Capacity.Ledger.KvTokenCapacity * kvFactor),
        };
}
