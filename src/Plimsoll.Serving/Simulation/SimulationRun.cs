using Plimsoll.Serving.Routing;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>One run: the agenda, the workers, the clients.</summary>
internal sealed class SimulationRun
{
    private const int EventsBetweenChecks = 4096;
    private readonly EventQueue _events = new();
    private readonly SequenceTable _sequences = new();
    private readonly EngineWorker[] _entrance;
    private readonly EngineWorker[] _decode = [];
    private readonly EngineWorker[] _workers;
    private readonly IRequestSource _source;
    private readonly SimulationObserver[] _observers;
    private readonly Router _entranceRouter;
    private readonly Router _decodeRouter;
    private readonly KvTransferPlan? _transfer;
    private readonly KvHandover? _handover;
    private long _sent;
    private long _finished;
    private double _endMs;

    public SimulationRun(ServingTopology topology, IRequestSource source, IReadOnlyList<SimulationObserver> observers)
    {
        (_source, _observers) = (source, [.. observers]);
        (_entranceRouter, _decodeRouter) = (new Router(topology.Routing), new Router(topology.Routing));
        switch (topology)
        {
            case { Workers: { } workers, Prefill: null, Decode: null, Transfer: null }:
                _workers = _entrance = Create(workers, 0, WorkerRole.Whole);
                break;
            case { Workers: null, Prefill: { } prefill, Decode: { } decode, Transfer: { } transfer }:
                _transfer = transfer;
                _handover = new KvHandover(transfer, prefill, decode, _sequences, _events);
                _entrance = Create(prefill, 0, WorkerRole.Prefill);
                _decode = Create(decode, prefill.Count, WorkerRole.Decode);
                _workers = [.. _entrance, .. _decode];
                break;
            default:
                throw new ArgumentException("a topology has either workers or prefill workers, decode workers and a transfer between them", nameof(topology));
        }
    }

    public SimulationCounts Execute(CancellationToken cancellation)
    {
        for (var events = 0; ; events++)
        {
            if (events % EventsBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var (sendMs, eventMs) = (_source.NextSendMs, _events.NextMs);
            if (sendMs <= eventMs)
            {
                if (double.IsPositiveInfinity(sendMs))
                {
                    break;
                }

                Send(sendMs);
                continue;
            }

            Handle(_events.Take(out var kind), kind);
        }

        return Counts();
    }

    private EngineWorker[] Create(WorkerGroup group, int first, WorkerRole role)
    {
        var workers = new EngineWorker[group.Count];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new EngineWorker(first + i, group, _sequences, _events, _observers, role, role == WorkerRole.Decode ? _handover : null);
        }

        return workers;
    }

    private void Send(double nowMs)
    {
        var request = _source.Send();
        var slot = _sequences.Add(request);
        if (_transfer is not null)
        {
            Refuse(_decode[0], request);
            ref var sequence = ref _sequences[slot];
            sequence.Leg.Osl = request.Osl;
            sequence.Request = request = request with { Osl = 1 };
        }

        var worker = _entrance[_entranceRouter.Pick(_entrance, request)];
        Refuse(worker, request);
        _sent++;
        worker.Receive(slot, nowMs);
    }

    private static void Refuse(EngineWorker worker, in ClientRequest request)
    {
        if (worker.Refusal(request) is { } reason)
        {
            throw new SimulationStuckException($"request {request.Id} can never be served: {reason}");
        }
    }

    private void Handle(in SimulationEvent due, SimulationEventKind kind)
    {
        var worker = _workers[due.Worker];
        switch (kind)
        {
            case SimulationEventKind.OutputsDelivered:
                Deliver(due.Subject, worker, due.TimeMs);
                break;
            case SimulationEventKind.Received:
                worker.Validate(due.Subject, due.TimeMs);
                break;
            case SimulationEventKind.Validated:
                worker.Submit(due.Subject, due.TimeMs);
                break;
            case SimulationEventKind.Arrival:
                worker.Arrive(due.Subject, due.TimeMs);
                break;
            case SimulationEventKind.KvLanded:
                Land(due.TimeMs);
                break;
            case SimulationEventKind.StepEnd:
                worker.EndStep(due.Subject, due.TimeMs);
                break;
            default:
                worker.Wake(due.TimeMs);
                break;
        }
    }

    private void Deliver(int slot, EngineWorker worker, double nowMs)
    {
        _endMs = nowMs;
        while (slot != Sequence.None)
        {
            ref var sequence = ref _sequences[slot];
            var next = sequence.PeerAfter;
            worker.InFlight--;
            if (worker.Index < _entrance.Length && _transfer is not null)
            {
                HandOver(slot, worker, nowMs);
            }
            else
            {
                Finish(slot, worker, nowMs);
            }

            slot = next;
        }
    }

    private void Finish(int slot, EngineWorker worker, double nowMs)
    {
        ref var sequence = ref _sequences[slot];
        var request = sequence.Request;
        Report(sequence, worker.Index);
        _sequences.Remove(slot);
        _finished++;
        _source.Finished(request, nowMs);
    }

    /// <summary>A prompt is computed: the second leg begins, unless the first token was all.</summary>
    private void HandOver(int slot, EngineWorker from, double nowMs)
    {
        ref var sequence = ref _sequences[slot];
        ref var leg = ref sequence.Leg;
        (leg.From, leg.FromRank, leg.Held) = (from.Index, sequence.Rank, sequence.Kv);
        leg.AnsweredAfterMs = nowMs - sequence.StartedMs;
        sequence.Kv = default;
        sequence.Request = sequence.Request with { Osl = leg.Osl };
        if (!_transfer!.FirstTokenFromPrefill)
        {
            sequence.Emitted = 0;
            sequence.FirstTokenMs = double.NaN;
        }
        else if (leg.Osl == 1)
        {
            from.GiveBack(ref leg, nowMs);
            Finish(slot, from, nowMs);
            return;
        }

        sequence.Target = sequence.Request.Isl + sequence.Emitted;
        sequence.Phase = SequencePhase.Waiting;
        _decode[_decodeRouter.Pick(_decode, sequence.Request)].Receive(slot, nowMs + _transfer.HandoverMs);
    }

    /// <summary>KV caches have come to decode workers: they may decode, and the prefill workers have their blocks back.</summary>
    private void Land(double nowMs)
    {
        while (_handover!.TryTakeLanded(nowMs, out var transfer))
        {
            var slot = (int)transfer.Id;
            ref var sequence = ref _sequences[slot];
            _workers[transfer.From].GiveBack(ref sequence.Leg, nowMs);
            _workers[transfer.To].Land(slot, nowMs);
            foreach (var observer in _observers)
            {
                observer.KvTransferred(sequence.Request.Id, transfer.From, transfer.To, transfer.StartMs, transfer.EndMs, transfer.Bytes);
            }
        }
    }

    private void Report(in Sequence sequence, int worker)
    {
        var outcome = new RequestOutcome
        {
            Id = sequence.Request.Id,
            Session = sequence.Request.Session,
            SentMs = sequence.Request.SentMs,
            FirstTokenMs = sequence.FirstTokenMs,
            LastTokenMs = sequence.LastTokenMs,
            Isl = sequence.Request.Isl,
            Osl = sequence.Request.Osl,
            CachedTokens = sequence.Cached,
            QueueMs = sequence.WaitedMs,
            Preemptions = sequence.Preemptions,
            Worker = worker,
        };
        foreach (var observer in _observers)
        {
            observer.RequestFinished(outcome);
        }
    }

    private SimulationCounts Counts()
    {
        var inFlight = _sent - _finished;
        if (inFlight > 0 || !_source.IsExhausted)
        {
            throw new SimulationStuckException(
                $"nothing can happen any more: {_finished:N0} of {_sent:N0} requests are finished, and the clients send no other before one of the rest is");
        }

        return new SimulationCounts
        {
            Sent = _sent,
            Finished = _finished,
            InFlight = inFlight,
            EndMs = _endMs,
            Steps = _workers.Sum(worker => worker.Steps),
            Preemptions = _workers.Sum(worker => worker.Preemptions),
            KvBlocksHeld = _workers.Sum(worker => worker.KvBlocksHeld),
        };
    }
}
