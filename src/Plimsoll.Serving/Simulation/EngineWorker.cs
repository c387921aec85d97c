using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Routing;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// One engine instance: a front end, and attention ranks that step together. With pipeline stages up to as many steps are in flight, each
/// in a lane of its own; the next may enter when the one before has left the first stage.
/// </summary>
internal sealed class EngineWorker : IRoutableWorker
{
    private readonly WorkerGroup _group;
    private readonly EventQueue _events;
    private readonly SequenceTable _sequences;
    private readonly SimulationObserver[] _observers;
    private readonly RankScheduler[] _ranks;
    private readonly Lane[] _lanes;
    private readonly FrontEnd _frontEnd;
    private readonly bool _plansAhead;
    private long _chargedTokens;
    private double _entryMs = double.NegativeInfinity;
    private double _lastEndMs = double.NegativeInfinity;
    private double _wakeMs = double.NaN;

    public EngineWorker(
        int index, WorkerGroup group, SequenceTable sequences, EventQueue events, SimulationObserver[] observers, WorkerRole role = WorkerRole.Whole, KvHandover? handover = null)
    {
        (Index, _group, _sequences, _events, _observers) = (index, group, sequences, events, observers);
        var stages = group.Engine.Layout.Pp;
        _frontEnd = new FrontEnd(group.Path);
        _plansAhead = group.Policy.AsyncScheduling && stages == 1;
        _ranks = new RankScheduler[group.Engine.Layout.AttentionDp];
        for (var rank = 0; rank < _ranks.Length; rank++)
        {
            // A decode worker has no prompts to put first: what it computes of one is a decode row.
            var keeps = role == WorkerRole.Prefill;
            _ranks[rank] = group.Policy.Composition == StepComposition.PrefillFirst && role != WorkerRole.Decode
                ? new PrefillFirstScheduler(group, index, stages, sequences, observers) { KeepsFinished = keeps }
                : new MixedScheduler(group, index, stages, sequences, observers) { KeepsFinished = keeps, Handover = handover };
        }

        _lanes = new Lane[stages];
    }

    /// <summary>Its number among all workers.</summary>
    public int Index { get; }

    /// <summary>Requests sent to it and not answered.</summary>
    public int InFlight { get; set; }

    /// <summary>Steps that ended.</summary>
    public long Steps { get; private set; }

    /// <summary>Times that a sequence lost its KV cache.</summary>
    public long Preemptions
    {
        get
        {
            long sum = 0;
            foreach (var rank in _ranks)
            {
                sum += rank.Preemptions;
            }

            return sum;
        }
    }

    /// <summary>Blocks that sequences hold.</summary>
    public long KvBlocksHeld
    {
        get
        {
            long held = 0;
            foreach (var rank in _ranks)
            {
                held += rank.Kv.UsedBlocks;
            }

            return held;
        }
    }

    /// <inheritdoc />
    public int KvBlockTokens => _group.Limits.KvBlockTokens;

    /// <inheritdoc />
    public long PromptTokensToCompute
    {
        get
        {
            var tokens = _chargedTokens;
            foreach (var rank in _ranks)
            {
                tokens -= rank.SettledTokens;
            }

            return tokens;
        }
    }

    /// <inheritdoc />
    public int CachedTokens(in ClientRequest request) =>
        request.CachedTokens ?? _ranks[LeastBusyRank()].Kv.Match(request.Content, request.Isl);

    /// <summary>Why it can never serve a request; null when it can.</summary>
    public string? Refusal(in ClientRequest request) => _ranks[0].Refusal(request);

    /// <summary>A client sends it a request.</summary>
    public void Receive(int slot, double nowMs)
    {
        InFlight++;
        ref var sequence = ref _sequences[slot];
        sequence.Charged = sequence.Request.Isl - CachedTokens(sequence.Request);
        _chargedTokens += sequence.Charged;
        var receivedMs = _frontEnd.Receive(nowMs, sequence.Request.Isl);
        if (_frontEnd.TakesTwoTurns)
        {
            _events.Schedule(receivedMs, SimulationEventKind.Received, Index, slot);
        }
        else
        {
            Submit(slot, receivedMs);
        }
    }

    /// <summary>The front end has read a request, and turns to it again behind everything that came meanwhile.</summary>
    public void Validate(int slot, double nowMs) => _events.Schedule(_frontEnd.Pass(nowMs), SimulationEventKind.Validated, Index, slot);

    /// <summary>The front end's last turn with a request comes, which hands it to the engine.</summary>
    public void Submit(int slot, double nowMs) =>
        _events.Schedule(_frontEnd.Submit(nowMs), SimulationEventKind.Arrival, Index, slot);

    /// <summary>A request reaches the scheduler.</summary>
    public void Arrive(int slot, double nowMs)
    {
        var chosen = LeastBusyRank();
        ref var sequence = ref _sequences[slot];
        (sequence.Rank, sequence.QueuedMs) = (chosen, nowMs);
        _ranks[chosen].Waiting.AddLast(slot);
        foreach (var observer in _observers)
        {
            observer.RequestQueued(sequence.Request.Id, Index, nowMs);
        }

        ScheduleWake(nowMs);
    }

    /// <summary>The KV cache of a sequence's prompt has come from a prefill worker.</summary>
    public void Land(int slot, double nowMs)
    {
        _ranks[_sequences[slot].Rank].Land(slot, nowMs);
        ScheduleWake(nowMs);
    }

    /// <summary>A decode worker has fetched what a finished sequence left here.</summary>
    public void GiveBack(ref KvLeg leg, double nowMs)
    {
        _ranks[leg.FromRank].Kv.Release(ref leg.Held);
        ScheduleWake(nowMs);
    }

    /// <summary>Steps may begin in idle lanes.</summary>
    public void Wake(double nowMs)
    {
        _wakeMs = double.NaN;
        long preemptions;
        do
        {
            preemptions = Preemptions;
            for (var lane = 0; lane < _lanes.Length; lane++)
            {
                if (_lanes[lane].Busy)
                {
                    continue;
                }

                if (_entryMs > nowMs)
                {
                    ScheduleWake(nowMs);
                    return;
                }

                TryBegin(lane, nowMs, nowMs, nowMs);
            }
        }
        while (Preemptions > preemptions && IsIdle());
    }

    /// <summary>The step of a lane ends.</summary>
    public void EndStep(int lane, double nowMs)
    {
        ref var state = ref _lanes[lane];
        state.Busy = false;
        Steps++;
        Report(lane, state);
        foreach (var rank in _ranks)
        {
            rank.Advance(lane);
        }

        if (!_plansAhead)
        {
            Emit(lane, nowMs);
            Release(lane);
            ScheduleWake(nowMs);
            return;
        }

        // The host turned to the next step when it had launched this one: requests that came later, and blocks that this one frees, are for
        // the step after it. Only when that next step is launched does it look at what this one brought.
        var begun = TryBegin(lane, state.HostMs, state.HostMs, nowMs);
        Emit(lane, begun ? Math.Max(nowMs, state.LaunchedMs) : nowMs);
        Release(lane);
        if (!begun)
        {
            TryBegin(lane, nowMs, nowMs, nowMs);
        }
    }

    private void Emit(int lane, double hostMs)
    {
        foreach (var rank in _ranks)
        {
            var (answers, promptTokens) = rank.Beginning(lane);
            var outMs = _frontEnd.Deliver(hostMs, rank.Lanes[lane].Done.Shape.EmittingRows, answers, promptTokens);
            var ended = rank.Emit(lane, outMs);
            if (ended != Sequence.None)
            {
                _events.Schedule(outMs, SimulationEventKind.OutputsDelivered, Index, ended);
            }
        }
    }

    private int LeastBusyRank()
    {
        var chosen = 0;
        for (var rank = 1; rank < _ranks.Length; rank++)
        {
            chosen = _ranks[rank].InFlight < _ranks[chosen].InFlight ? rank : chosen;
        }

        return chosen;
    }

    private void Release(int lane)
    {
        foreach (var rank in _ranks)
        {
            rank.Release(lane);
        }
    }

    private void ScheduleWake(double nowMs)
    {
        var dueMs = Math.Max(nowMs, _entryMs);
        if ((double.IsNaN(_wakeMs) || dueMs < _wakeMs) && HasIdleLane())
        {
            _wakeMs = dueMs;
            _events.Schedule(dueMs, SimulationEventKind.Wake, Index, 0);
        }
    }

    // Lanes may evict each other's sequences until none is left; then all begin anew.
    private bool IsIdle()
    {
        foreach (ref var lane in _lanes.AsSpan())
        {
            if (lane.Busy)
            {
                return false;
            }
        }

        return true;
    }

    private bool HasIdleLane()
    {
        foreach (ref var lane in _lanes.AsSpan())
        {
            if (!lane.Busy)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Plans the next step of a lane and begins it, if there is anything to do.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="knownMs">Requests that came later are not seen.</param>
    /// <param name="hostMs">From when the host can launch it.</param>
    /// <param name="nowMs">From when the GPUs can run it.</param>
    private bool TryBegin(int lane, double knownMs, double hostMs, double nowMs)
    {
        double gpuMs = 0, prepareMs = 0, launchMs = 0, stallMs = 0;
        var empty = true;
        foreach (var rank in _ranks)
        {
            rank.PlanStep(lane, knownMs, nowMs);
            var plan = rank.Lanes[lane].Plan;
            stallMs = Math.Max(stallMs, plan.StallMs);
            if (!plan.IsEmpty)
            {
                var times = _group.Engine.Times(plan.Shape);
                gpuMs = Math.Max(gpuMs, times.GpuMs);
                prepareMs = Math.Max(prepareMs, times.PrepareMs);
                launchMs = Math.Max(launchMs, _group.Policy.ReplaysGraph(plan.PrefillTokens, plan.DecodeRows) ? 0 : times.LaunchMs);
                empty = false;
            }
        }

        if (empty && stallMs == 0)
        {
            return false;
        }

        (gpuMs, launchMs) = (gpuMs + stallMs, launchMs + stallMs);

        // Kernels run as they are launched, the first when the step is prepared; it ends when the last is launched and all are computed.
        var stageMs = gpuMs / _lanes.Length;
        var preparedMs = Math.Max(nowMs, hostMs + prepareMs);
        var launchedMs = hostMs + prepareMs + launchMs;
        _entryMs = preparedMs + stageMs;
        _lastEndMs = Math.Max(Math.Max(preparedMs + gpuMs, launchedMs), _lastEndMs + stageMs);
        _lanes[lane] = new Lane
        {
            Busy = true,
            StartMs = nowMs,
            DurationMs = _lastEndMs - nowMs,
            LaunchedMs = launchedMs,
            HostMs = Math.Max(nowMs, launchedMs),
        };
        _events.Schedule(_lastEndMs, SimulationEventKind.StepEnd, Index, lane);
        return true;
    }

    private void Report(int lane, in Lane state)
    {
        if (_observers.Length == 0)
        {
            return;
        }

        int prefill = 0, rows = 0, running = 0, waiting = 0;
        long held = 0, total = 0;
        foreach (var rank in _ranks)
        {
            var plan = rank.Lanes[lane].Plan;
            prefill += plan.PrefillTokens;
            rows += plan.DecodeRows + plan.FirstRows;
            running += rank.Running;
            waiting += rank.Waiting.Count;
            held += rank.Kv.UsedBlocks;
            total += rank.Kv.TotalBlocks;
        }

        var step = new StepOutcome
        {
            Worker = Index,
            StartMs = state.StartMs,
            DurationMs = state.DurationMs,
            PrefillTokens = prefill,
            DecodeRows = rows,
            Running = running,
            Waiting = waiting,
            KvUse = (double)held / total,
        };
        foreach (var observer in _observers)
        {
            observer.StepFinished(step);
        }
    }

    /// <summary>A place for one step in flight.</summary>
    private struct Lane
    {
        public bool Busy;
        public double StartMs;
        public double DurationMs;

        /// <summary>When its last kernel was handed to the GPU.</summary>
        public double LaunchedMs;

        /// <summary>When the host had nothing left to do but to plan the step after it.</summary>
        public double HostMs;
    }
}
