using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// The scheduler of one attention rank: its queue, its KV cache, its running sequences. How a step is put together is the backend's and lies
/// in the derived classes; what happens to sequences is the same for all.
/// </summary>
internal abstract class RankScheduler
{
    private readonly SimulationObserver[] _observers;
    private readonly RunningList _running;
    private readonly int _worker;

    protected RankScheduler(WorkerGroup group, int worker, int lanes, SequenceTable sequences, SimulationObserver[] observers)
    {
        (Policy, Sequences, _observers, _worker) = (group.Policy, sequences, observers, worker);
        Limits = group.Limits;
        Kv = new KvAccount((group.KvTokens ?? group.Engine.Memory(group.Limits).KvTokenCapacity) / group.Limits.KvBlockTokens);
        _running = new RunningList(sequences);
        Lanes = new RankLane[lanes];
        for (var i = 0; i < lanes; i++)
        {
            Lanes[i] = new RankLane(sequences, group.Limits.KvBlockTokens, observers);
        }
    }

    /// <summary>The pipeline lanes.</summary>
    public RankLane[] Lanes { get; }

    /// <summary>The blocks.</summary>
    public KvAccount Kv { get; }

    /// <summary>Sequences that arrived and did not end.</summary>
    public int InFlight => Running + Waiting.Count;

    /// <summary>Sequences that hold KV cache.</summary>
    public int Running { get; private set; }

    /// <summary>Sequences in the queue, the next one first.</summary>
    public SlotQueue Waiting { get; } = new();

    /// <summary>Times that a sequence lost its KV cache.</summary>
    public long Preemptions { get; private set; }

    /// <summary>How the engine schedules.</summary>
    protected EnginePolicy Policy { get; }

    /// <summary>The launch settings.</summary>
    protected EngineLimits Limits { get; }

    /// <summary>All sequences.</summary>
    protected SequenceTable Sequences { get; }

    /// <summary>Started sequences whose prompt is not wholly planned yet, in the order of their start.</summary>
    protected SlotQueue Prefilling { get; } = new();

    /// <summary>Fills the plan of a lane's next step.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="knownMs">Requests that arrived later are not known to the planner yet.</param>
    /// <param name="startMs">When the step begins.</param>
    public abstract void PlanStep(int lane, double knownMs, double startMs);

    /// <summary>Why a request can never be served; null when it can.</summary>
    public virtual string? Refusal(in ClientRequest request)
    {
        var tokens = request.Isl + request.Osl;
        if (tokens > Limits.MaxSequenceTokens)
        {
            return $"its {tokens:N0} tokens exceed the longest sequence that the engine serves, {Limits.MaxSequenceTokens:N0} tokens";
        }

        return BlocksFor(tokens) > Kv.Total
            ? $"its {tokens:N0} tokens take {BlocksFor(tokens):N0} KV blocks of {Limits.KvBlockTokens}, the cache has {Kv.Total:N0}"
            : null;
    }

    /// <summary>Blocks for so many tokens.</summary>
    protected long BlocksFor(long tokens) => (tokens + Limits.KvBlockTokens - 1) / Limits.KvBlockTokens;

    /// <summary>Gives the next waiting sequence its blocks and starts it, if the blocks are there.</summary>
    protected bool TryStart(int slot, int lane, int cached, double startMs)
    {
        ref var sequence = ref Sequences[slot];
        var left = sequence.Request.Osl - sequence.Emitted;
        var blocks = BlocksFor(Policy.KvAdmission == KvAdmission.WholeSequence ? sequence.Target + left : sequence.Target);
        if (!Kv.TryTake(blocks))
        {
            return false;
        }

        sequence.Blocks = (int)blocks;
        sequence.Computed = cached;
        sequence.Lane = lane;
        sequence.Phase = SequencePhase.Prefilling;
        _running.Add(slot);
        Running++;
        if (double.IsNaN(sequence.StartedMs))
        {
            (sequence.StartedMs, sequence.Cached) = (startMs, cached);
        }

        foreach (var observer in _observers)
        {
            observer.RequestStarted(sequence.Request.Id, _worker, startMs);
        }

        return true;
    }

    /// <summary>Takes the blocks that a batch's rows open with their next token, evicting the youngest sequences when there are too few.</summary>
    /// <returns>Whether one was evicted.</returns>
    protected bool GrowRows(DecodeBatch batch, double nowMs)
    {
        if (Policy.KvAdmission == KvAdmission.WholeSequence || Kv.TryTake(batch.EnteringBlocks))
        {
            return false;
        }

        do
        {
            Preempt(_running.Last, nowMs);
            Waiting.AddFirst(LastPreempted);
        }
        while (!Kv.TryTake(batch.EnteringBlocks));
        return true;
    }

    /// <summary>The sequence that was preempted last.</summary>
    protected int LastPreempted { get; private set; } = Sequence.None;

    /// <summary>Takes a sequence's KV cache away; the caller queues it again.</summary>
    protected void Preempt(int slot, double nowMs)
    {
        ref var sequence = ref Sequences[slot];
        var lane = Lanes[sequence.Lane];
        if (sequence.Phase == SequencePhase.Decoding)
        {
            sequence.LastTokenMs = lane.Pace.Leave(sequence.JoinedMs);
            HoldGrown(ref sequence, lane.Batch);
            sequence.Emitted += (int)(lane.Batch.NextStep - sequence.JoinStep);
            lane.Batch.Leave(slot);
        }
        else
        {
            ForgetPrefilling(slot);
        }

        sequence.Target = sequence.Request.Isl + sequence.Emitted;
        sequence.Computed = 0;
        sequence.Phase = SequencePhase.Waiting;
        sequence.Preemptions++;
        Kv.Give(sequence.Blocks);
        _running.Remove(slot);
        Running--;
        Preemptions++;
        LastPreempted = slot;
        foreach (var observer in _observers)
        {
            observer.RequestPreempted(sequence.Request.Id, _worker, nowMs);
        }
    }

    /// <summary>Settles the step of a lane, whose tokens the clients have at <paramref name="outMs"/>.</summary>
    public void Complete(int lane, double outMs)
    {
        var side = Lanes[lane];
        var (batch, plan) = (side.Batch, side.Plan);
        if (plan.DecodeRows > 0)
        {
            side.Pace.Step(outMs, batch.Rows);
            side.Ended = batch.Advance();
            for (var slot = side.Ended; slot != Sequence.None; slot = Sequences[slot].PeerAfter)
            {
                ref var sequence = ref Sequences[slot];
                HoldGrown(ref sequence, batch);
                Finish(slot, ref sequence, outMs);
            }
        }

        for (var i = 0; i < plan.PartCount; i++)
        {
            CompletePart(side, plan.Parts[i], outMs);
        }
    }

    /// <summary>Frees what the sequences held that the lane's last step ended.</summary>
    public void Release(int lane)
    {
        for (var slot = Lanes[lane].Ended; slot != Sequence.None; slot = Sequences[slot].PeerAfter)
        {
            Kv.Give(Sequences[slot].Blocks);
            Running--;
        }

        Lanes[lane].Ended = Sequence.None;
    }

    private void CompletePart(RankLane side, in PromptPart part, double outMs)
    {
        ref var sequence = ref Sequences[part.Slot];
        if (!part.Completes || sequence.Preemptions != part.Preemptions || sequence.Request.Id != part.Id)
        {
            return;
        }

        if (sequence.Emitted++ == 0)
        {
            sequence.FirstTokenMs = outMs;
        }
        else
        {
            side.Pace.Single(outMs - sequence.LastTokenMs);
        }

        var remaining = sequence.Request.Osl - sequence.Emitted;
        if (remaining == 0)
        {
            Finish(part.Slot, ref sequence, outMs);
            sequence.PeerAfter = side.Ended;
            side.Ended = part.Slot;
            return;
        }

        sequence.Phase = SequencePhase.Decoding;
        sequence.JoinedMs = outMs;
        side.Pace.Join(outMs);
        side.Batch.Join(part.Slot, remaining);
    }

    private void Finish(int slot, ref Sequence sequence, double outMs)
    {
        sequence.Phase = SequencePhase.Finished;
        sequence.LastTokenMs = outMs;
        _running.Remove(slot);
    }

    private void HoldGrown(ref Sequence sequence, DecodeBatch batch)
    {
        if (Policy.KvAdmission == KvAdmission.OnDemand)
        {
            sequence.Blocks = (int)BlocksFor(batch.CachedTokens(sequence));
        }
    }

    private void ForgetPrefilling(int slot)
    {
        var kept = 0;
        for (var i = 0; i < Prefilling.Count; i++)
        {
            if (Prefilling[i] != slot)
            {
                Prefilling[kept++] = Prefilling[i];
            }
        }

        Prefilling.Truncate(kept);
    }
}
