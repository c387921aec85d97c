using Plimsoll.Model.Memory;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// How many sequences one worker runs at once. A worker has one batch slot per attention rank and pipeline micro-batch;
/// the micro-batches of a rank share its KV cache.
/// </summary>
public sealed class WorkerCapacity
{
    private readonly KvOccupancy _occupancy;
    private readonly int _slotsPerRank;

    /// <summary>The capacity of <paramref name="engine"/> under launch settings, for requests of one shape.</summary>
    public WorkerCapacity(IServingEngine engine, EnginePolicy policy, EngineLimits limits, RequestShape request)
    {
        Ledger = engine.Memory(limits);
        _occupancy = new KvOccupancy(policy.KvAdmission, limits, request);
        var byMemory = _occupancy.Sequences(Ledger.KvTokenCapacity);
        var perRank = Math.Min(byMemory, limits.MaxSequences);
        Bound = byMemory < limits.MaxSequences ? SequenceBound.KvCache : SequenceBound.MaxSequences;
        _slotsPerRank = Math.Max(1, Math.Min(engine.Layout.Pp, perRank));
        Slots = engine.Layout.AttentionDp * _slotsPerRank;
        SequencesPerSlot = perRank / _slotsPerRank;
    }

    /// <summary>The memory of one GPU.</summary>
    public MemoryLedger Ledger { get; }

    /// <summary>Batch slots of the worker.</summary>
    public int Slots { get; }

    /// <summary>Sequences that one slot runs at once; 0 when not even one sequence fits.</summary>
    public int SequencesPerSlot { get; }

    /// <summary>What limits <see cref="SequencesPerSlot"/>.</summary>
    public SequenceBound Bound { get; }

    /// <summary>KV tokens held per rank with so many sequences in each slot; not more than there are.</summary>
    public double KvTokensHeld(double sequencesPerSlot) =>
        Math.Min(Ledger.KvTokenCapacity, _occupancy.TokensHeld(Math.Min(sequencesPerSlot, SequencesPerSlot) * _slotsPerRank));
}
