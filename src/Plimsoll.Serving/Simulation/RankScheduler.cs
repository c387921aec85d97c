using Plimsoll.Serving.Caches;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// The scheduler of one attention rank: its queue, its KV cache, its running sequences. How a step is put together is the backend's and lies
/// in the derived classes; what happens to sequences is the same for all.
/// </summary>
/// <remarks>
/// A step ends in two moments: <see cref="Advance"/> when its results are known to the scheduler, which is all that planning the next one
/// needs, and <see cref="Emit"/> when its tokens leave for the clients, after the engine has launched that next one.
/// </remarks>
internal abstract class RankScheduler
{
    private readonly SimulationObserver[] _observers;
    private readonly RunningList _running;
    private readonly int _worker;
    private readonly SlotQueue _evicted = new();
    private readonly SlotQueue _landed = new();
    private int _fetching;

    protected RankScheduler(WorkerGroup group, int worker, int lanes, SequenceTable sequences, SimulationObserver[] observers)
    {
        (Policy, Limits, Sequences, _observers, _worker) = (group.Policy, group.Limits, sequences, observers, worker);
        var tokens = group.KvTokens ?? group.Engine.Memory(group.Limits).KvTokenCapacity;
        Kv = new KvBlockPool((int)Math.Min(int.MaxValue, tokens / Limits.KvBlockTokens), Limits.KvBlockTokens, Policy.PrefixCaching);
        _running = new RunningList(sequences);
        Lanes = new RankLane[lanes];
        for (var i = 0; i < lanes; i++)
        {
            Lanes[i] = new RankLane(sequences, Limits.KvBlockTokens, observers);
        }
    }

    /// <summary>The pipeline lanes.</summary>
    public RankLane[] Lanes { get; }

    /// <summary>The blocks.</summary>
    public KvBlockPool Kv { get; }

    /// <summary>Sequences that arrived and did not end.</summary>
    public int InFlight => Running + Waiting.Count + _fetching;

    /// <summary>On a decode worker: what brings KV caches there. Null on others.</summary>
    public KvHandover? Handover { get; init; }

    /// <summary>Whether finished sequences keep their blocks until another worker has fetched them.</summary>
    public bool KeepsFinished { get; init; }

    /// <summary>Prompt tokens charged to sequences whose prompt is complete.</summary>
    public long SettledTokens { get; private set; }

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

    /// <summary>The running sequence that started first, or <see cref="Sequence.None"/>; <see cref="Sequence.After"/> leads to the others.</summary>
    protected int Oldest => _running.First;

    /// <summary>The running sequence that started last, or <see cref="Sequence.None"/>.</summary>
    protected int Youngest => _running.Last;

    /// <summary>Fills the plan of a lane's next step.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="knownMs">Requests that arrived later are not known to the planner yet.</param>
    /// <param name="startMs">When the step begins.</param>
    public abstract void PlanStep(int lane, double knownMs, double startMs);

    /// <summary>Why a request can never be served; null when it can.</summary>
    public virtual string? Refusal(in ClientRequest request)
    {
        var tokens = (long)request.Isl + request.Osl;
        if (tokens > Limits.MaxSequenceTokens)
        {
            return $"its {tokens:N0} tokens exceed the longest sequence that the engine serves, {Limits.MaxSequenceTokens:N0} tokens";
        }

        var blocks = Kv.BlocksFor((int)tokens);
        return blocks > Kv.TotalBlocks
            ? $"its {tokens:N0} tokens take {blocks:N0} KV blocks of {Limits.KvBlockTokens}, the cache has {Kv.TotalBlocks:N0}"
            : null;
    }

    /// <summary>The step that runs in a lane is done: its rows and prompts move on.</summary>
    public void Advance(int lane)
    {
        var side = Lanes[lane];
        side.Turn();
        if (side.Done.DecodeRows > 0)
        {
            side.DoneRows = side.Batch.Rows;
            side.Ended = side.Batch.Advance();
            for (var slot = side.Ended; slot != Sequence.None; slot = Sequences[slot].PeerAfter)
            {
                ref var sequence = ref Sequences[slot];
                BookGrowth(ref sequence, side.Batch.CachedTokens(sequence));
                sequence.Phase = SequencePhase.Finished;
                _running.Remove(slot);
            }
        }

        foreach (ref var part in side.Done.Parts)
        {
            AdvancePart(side, ref part);
        }
    }

    /// <summary>The answers that begin with the step that was done last in a lane: how many, and the tokens of their prompts.</summary>
    public (int Answers, long PromptTokens) Beginning(int lane)
    {
        var answers = 0;
        long tokens = 0;
        foreach (ref readonly var part in Lanes[lane].Done.Parts)
        {
            ref readonly var sequence = ref Sequences[part.Slot];
            if (part.Completes && double.IsNaN(sequence.FirstTokenMs))
            {
                answers++;
                tokens += sequence.Request.Isl;
            }
        }

        return (answers, tokens);
    }

    /// <summary>The clients have the tokens of the step that was done last in a lane at <paramref name="outMs"/>.</summary>
    /// <returns>The chain of sequences that it ended.</returns>
    public int Emit(int lane, double outMs)
    {
        var side = Lanes[lane];
        side.TokensPending = false;
        if (side.DoneRows > 0)
        {
            side.Pace.Step(outMs, side.DoneRows);
        }

        foreach (ref readonly var part in side.Done.Parts)
        {
            if (part.Completes)
            {
                EmitPart(side, part.Slot, outMs);
            }
        }

        for (var i = 0; i < _evicted.Count; i++)
        {
            Sequences[_evicted[i]].LastTokenMs = outMs;
        }

        _evicted.Truncate(0);
        for (var slot = side.Ended; slot != Sequence.None; slot = Sequences[slot].PeerAfter)
        {
            Sequences[slot].LastTokenMs = outMs;
        }

        return side.Ended;
    }

    /// <summary>Frees what the sequences held that the lane's last step ended.</summary>
    public void Release(int lane)
    {
        for (var slot = Lanes[lane].Ended; slot != Sequence.None; slot = Sequences[slot].PeerAfter)
        {
            ref var sequence = ref Sequences[slot];
            if (!KeepsFinished)
            {
                Kv.Finish(ref sequence.Kv, sequence.Content, sequence.Request.Isl, sequence.Request.Osl);
            }

            Running--;
        }

        Lanes[lane].Ended = Sequence.None;
    }

    /// <summary>The KV cache of a sequence's prompt has come from another worker.</summary>
    public void Land(int slot, double nowMs)
    {
        ref var sequence = ref Sequences[slot];
        sequence.Leg.Landed = true;
        sequence.QueuedMs = nowMs;
        Kv.Computed(ref sequence.Kv, sequence.Content, sequence.Request.Isl);
        _landed.AddLast(slot);
    }

    /// <summary>Whether a waiting sequence needs the KV cache that another worker computed.</summary>
    protected bool MustFetch(in Sequence sequence) => Handover is not null && !sequence.Leg.Landed;

    /// <summary>Reserves the blocks of a waiting sequence, if they are there, and sends for the KV cache of its prompt.</summary>
    protected bool TryFetch(StepPlan plan, int slot, double nowMs)
    {
        ref var sequence = ref Sequences[slot];
        if (!TryHold(ref sequence))
        {
            return false;
        }

        _fetching++;
        plan.StallMs += Handover!.Fetch(slot, sequence.Request.Isl - Math.Min(sequence.Computed, sequence.Request.Isl), _worker, nowMs);
        return true;
    }

    /// <summary>Lets sequences decode whose KV cache has come; returns how many.</summary>
    protected int StartLanded(int lane, StepPlan plan, int limit, double knownMs, double startMs)
    {
        var started = 0;
        while (started < limit && _landed.Count > 0 && Sequences[_landed[0]].QueuedMs <= knownMs)
        {
            var slot = _landed[0];
            _landed.RemoveFirst();
            _fetching--;
            started++;
            ref var sequence = ref Sequences[slot];
            sequence.Computed = sequence.Target - 1;
            Start(slot, lane, startMs);
            plan.DecodeFirst(slot, ref sequence);
        }

        return started;
    }

    /// <summary>Gives the next waiting sequence its blocks and starts it, if the blocks are there.</summary>
    protected bool TryStart(int slot, int lane, double startMs)
    {
        if (!TryHold(ref Sequences[slot]))
        {
            return false;
        }

        Start(slot, lane, startMs);
        return true;
    }

    private bool TryHold(ref Sequence sequence)
    {
        var request = sequence.Request;
        var blocks = Kv.BlocksFor(Policy.KvAdmission == KvAdmission.WholeSequence ? request.Isl + request.Osl : sequence.Target);
        if (!Kv.TryStart(ref sequence.Kv, sequence.Content, sequence.Target, blocks, out var cached))
        {
            return false;
        }

        sequence.Computed = Math.Max(cached, StatedHit(sequence));
        return true;
    }

    private void Start(int slot, int lane, double startMs)
    {
        ref var sequence = ref Sequences[slot];
        sequence.Lane = lane;
        sequence.Phase = SequencePhase.Prefilling;
        _running.Add(slot);
        Running++;
        if (double.IsNaN(sequence.StartedMs))
        {
            (sequence.StartedMs, sequence.WaitedMs, sequence.Cached) = (startMs, startMs - sequence.QueuedMs, sequence.Computed);
        }

        foreach (var observer in _observers)
        {
            observer.RequestStarted(sequence.Request.Id, _worker, startMs);
        }
    }

    /// <summary>Plans further <paramref name="tokens"/> tokens of a prompt.</summary>
    protected void PlanPrompt(StepPlan plan, int slot, int tokens)
    {
        ref var sequence = ref Sequences[slot];
        plan.Prefill(slot, ref sequence, tokens);
        if (Policy.SharesPromptsWithinStep)
        {
            Kv.Computed(ref sequence.Kv, sequence.Content, Math.Min(sequence.Computed, sequence.Request.Isl));
        }
    }

    /// <summary>Prompt tokens of a waiting sequence that would be found in the cache.</summary>
    protected int CachedTokens(in Sequence sequence) =>
        Math.Max(StatedHit(sequence), Kv.Match(sequence.Content, sequence.Target));

    /// <summary>Takes a sequence's KV cache away; the caller queues it again.</summary>
    protected void Preempt(int slot, double nowMs)
    {
        ref var sequence = ref Sequences[slot];
        var side = Lanes[sequence.Lane];
        if (sequence.Phase == SequencePhase.Decoding)
        {
            // A row of a step that runs in another lane already has the block for that step's token, which is lost.
            BookGrowth(ref sequence, side.Batch.CachedTokens(sequence) + (side.Plan.DecodeRows > 0 ? 1 : 0));
            sequence.Emitted += (int)(side.Batch.NextStep - sequence.JoinStep);
            sequence.Computed = side.Batch.CachedTokens(sequence);
            side.Batch.Leave(slot);
            RememberLastToken(slot, ref sequence, side);
        }
        else
        {
            ForgetPrefilling(slot);
        }

        Kv.Preempt(ref sequence.Kv, Policy.KeepsAnswerOnPreemption ? sequence.Computed : Math.Min(sequence.Computed, sequence.Request.Isl));
        sequence.Target = sequence.Request.Isl + sequence.Emitted;
        sequence.Computed = 0;
        sequence.Phase = SequencePhase.Waiting;
        sequence.Preemptions++;
        _running.Remove(slot);
        Running--;
        Preemptions++;
        foreach (var observer in _observers)
        {
            observer.RequestPreempted(sequence.Request.Id, _worker, nowMs);
        }
    }

    private static int StatedHit(in Sequence sequence) =>
        Math.Min(sequence.Request.CachedTokens ?? 0, sequence.Target - 1);

    private void AdvancePart(RankLane side, ref PromptPart part)
    {
        ref var sequence = ref Sequences[part.Slot];
        if (sequence.Preemptions != part.Preemptions || sequence.Request.Id != part.Id)
        {
            part = part with { Completes = false };
            return;
        }

        if (!Policy.SharesPromptsWithinStep)
        {
            Kv.Computed(ref sequence.Kv, sequence.Content, Math.Min(part.ComputedTokens, sequence.Request.Isl));
        }

        if (!part.Completes)
        {
            return;
        }

        SettledTokens += sequence.Charged;
        sequence.Charged = 0;
        sequence.Emitted++;
        var remaining = sequence.Request.Osl - sequence.Emitted;
        if (remaining > 0)
        {
            sequence.Phase = SequencePhase.Decoding;
            sequence.JoinedMs = double.NaN;
            side.Batch.Join(part.Slot, remaining);
            return;
        }

        sequence.Phase = SequencePhase.Finished;
        _running.Remove(part.Slot);
        sequence.PeerAfter = side.Ended;
        side.Ended = part.Slot;
    }

    private void EmitPart(RankLane side, int slot, double outMs)
    {
        ref var sequence = ref Sequences[slot];
        if (double.IsNaN(sequence.FirstTokenMs))
        {
            sequence.FirstTokenMs = outMs;
        }
        else
        {
            side.Pace.Single(outMs - sequence.LastTokenMs);
        }

        if (sequence.Phase == SequencePhase.Decoding && double.IsNaN(sequence.JoinedMs))
        {
            sequence.JoinedMs = outMs;
            side.Pace.Join(outMs);
        }
    }

    // A row that is evicted while its latest token is still on its way gets that token's time when it is known.
    private void RememberLastToken(int slot, ref Sequence sequence, RankLane side)
    {
        if (double.IsNaN(sequence.JoinedMs) || (side.TokensPending && side.DoneRows > 0))
        {
            _evicted.AddLast(slot);
        }
        else
        {
            sequence.LastTokenMs = side.Pace.Leave(sequence.JoinedMs);
        }
    }

    /// <summary>Books on a row the blocks that its batch took for it since it joined.</summary>
    private void BookGrowth(ref Sequence sequence, int tokens)
    {
        if (Policy.KvAdmission == KvAdmission.OnDemand)
        {
            KvBlockPool.Assign(ref sequence.Kv, Kv.BlocksFor(tokens) - sequence.Kv.Blocks);
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
