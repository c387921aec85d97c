using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>One run: the agenda, the workers, the clients.</summary>
internal sealed class SimulationRun
{
    private const int EventsBetweenChecks = 4096;
    private readonly EventQueue _events = new();
    private readonly SequenceTable _sequences = new();
    private readonly EngineWorker[] _workers;
    private readonly IRequestSource _source;
    private readonly SimulationObserver[] _observers;
    private readonly RoutingPolicy _routing;
    private long _sent;
    private long _finished;
    private double _endMs;

    public SimulationRun(ServingTopology topology, IRequestSource source, IReadOnlyList<SimulationObserver> observers)
    {
        var group = topology.Workers ?? throw new ArgumentException("an aggregated topology has workers", nameof(topology));
        (_source, _observers, _routing) = (source, [.. observers], topology.Routing);
        _workers = new EngineWorker[group.Count];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new EngineWorker(i, group, _sequences, _events, _observers);
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

    private void Send(double nowMs)
    {
        var request = _source.Send();
        var worker = Choose();
        if (worker.Refusal(request) is { } reason)
        {
            throw new SimulationStuckException($"request {request.Id} can never be served: {reason}");
        }

        _sent++;
        worker.Receive(_sequences.Add(request), nowMs);
    }

    private EngineWorker Choose()
    {
        if (_routing == RoutingPolicy.RoundRobin)
        {
            return _workers[_sent % _workers.Length];
        }

        var chosen = _workers[0];
        foreach (var worker in _workers)
        {
            chosen = worker.InFlight < chosen.InFlight ? worker : chosen;
        }

        return chosen;
    }

    private void Handle(in SimulationEvent due, SimulationEventKind kind)
    {
        var worker = _workers[due.Worker];
        switch (kind)
        {
            case SimulationEventKind.OutputsDelivered:
                Deliver(due.Subject, worker, due.TimeMs);
                break;
            case SimulationEventKind.Arrival:
                worker.Arrive(due.Subject, due.TimeMs);
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
            var (request, next) = (sequence.Request, sequence.PeerAfter);
            Report(sequence, worker.Index);
            _sequences.Remove(slot);
            worker.InFlight--;
            _finished++;
            _source.Finished(request, nowMs);
            slot = next;
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
            QueueMs = sequence.StartedMs - sequence.QueuedMs,
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
