using Plimsoll.Serving.Transfers;

namespace Plimsoll.Serving.Simulation;

/// <summary>Brings KV caches from prefill to decode workers, as the decode workers ask for them.</summary>
internal sealed class KvHandover
{
    private readonly KvTransferPlan _plan;
    private readonly KvTransferLink _link;
    private readonly SequenceTable _sequences;
    private readonly EventQueue _events;
    private readonly double _bytesPerToken;
    private readonly double _bytesPerMs;
    private readonly double _outboundMs;
    private readonly int _senders;
    private double _dueMs = double.PositiveInfinity;

    public KvHandover(KvTransferPlan plan, WorkerGroup prefill, WorkerGroup decode, SequenceTable sequences, EventQueue events)
    {
        (_plan, _sequences, _events, _senders) = (plan, sequences, events, prefill.Count);
        var (from, to) = (prefill.Engine.Layout, decode.Engine.Layout);
        _outboundMs = prefill.Path.OutboundMs;
        _bytesPerToken = prefill.Engine.KvBytesPerToken;
        _bytesPerMs = plan.Link.BytesPerMs * Math.Min(from.Tp * from.Pp, to.Tp * to.Pp);
        _link = new KvTransferLink(plan, _bytesPerMs, prefill.Count, decode.Count);
    }

    /// <summary>Sends for the KV cache of a prompt.</summary>
    /// <param name="slot">The sequence.</param>
    /// <param name="tokens">Its tokens that the decode worker has not.</param>
    /// <param name="worker">Index of the decode worker among all.</param>
    /// <param name="nowMs">Now.</param>
    /// <returns>How long the decode worker's host is busy with it, ms.</returns>
    public double Fetch(int slot, int tokens, int worker, double nowMs)
    {
        ref readonly var leg = ref _sequences[slot].Leg;
        var bytes = tokens * _bytesPerToken;
        if (_plan.OverlapsLayers)
        {
            // What went over the link while the prompt was computed.
            bytes -= Math.Min(bytes, (leg.AnsweredAfterMs - _outboundMs) * _bytesPerMs);
        }

        _link.Start(slot, leg.From, worker - _senders, bytes, nowMs);
        Schedule();
        return _plan.ReceiverStallShare * bytes / _bytesPerMs;
    }

    /// <summary>Takes the next KV cache that has come by <paramref name="nowMs"/>; ask until there is none.</summary>
    public bool TryTakeLanded(double nowMs, out KvTransfer transfer)
    {
        if (_link.TryTakeArrived(nowMs, out transfer))
        {
            transfer = transfer with { To = transfer.To + _senders };
            return true;
        }

        _dueMs = double.PositiveInfinity;
        Schedule();
        return false;
    }

    private void Schedule()
    {
        var nextMs = _link.NextEventMs;
        if (nextMs < _dueMs)
        {
            _dueMs = nextMs;
            _events.Schedule(nextMs, SimulationEventKind.KvLanded, 0, 0);
        }
    }
}
