using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Transfers;

/// <summary>
/// The traffic of KV caches between workers as a fluid: transfers that one worker sends or receives at the same time share its bandwidth
/// equally. Stateful, for one run; time never goes back.
/// </summary>
/// <remarks>
/// A transfer moves at bandwidth / max(transfers that its sender sends, transfers that its receiver receives); what the other end leaves unused is not given to
/// others. Past <see cref="KvTransferPlan.MaxConcurrent"/> at either end it waits, first come first served. The constant time of the link
/// follows the bytes and occupies nothing.
/// </remarks>
public sealed class KvTransferLink
{
    private readonly double _bytesPerMs;
    private readonly double _latencyMs;
    private readonly int _maxConcurrent;
    private readonly int[] _sending;
    private readonly int[] _receiving;
    private readonly List<KvTransfer> _waiting = [];
    private readonly List<Flow> _flows = [];
    private readonly Queue<KvTransfer> _arriving = [];
    private double _nowMs;

    /// <summary>An idle link.</summary>
    /// <param name="plan">Latency and concurrency.</param>
    /// <param name="bytesPerMs">Bandwidth of a transfer that has both ends to itself: of a GPU times the GPUs that carry parts of a sequence at the narrower end.</param>
    /// <param name="senders">Prefill workers.</param>
    /// <param name="receivers">Decode workers.</param>
    public KvTransferLink(KvTransferPlan plan, double bytesPerMs, int senders, int receivers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.MaxConcurrent, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerMs);
        (_bytesPerMs, _latencyMs, _maxConcurrent) = (bytesPerMs, plan.Link.LatencyMs, plan.MaxConcurrent);
        (_sending, _receiving) = (new int[senders], new int[receivers]);
    }

    /// <summary>When the state of the link changes next, ms; infinite when nothing is under way.</summary>
    public double NextEventMs
    {
        get
        {
            var next = _arriving.TryPeek(out var first) ? first.EndMs : double.PositiveInfinity;
            foreach (var flow in _flows)
            {
                next = Math.Min(next, flow.EndMs);
            }

            return next;
        }
    }

    /// <summary>Transfers asked for that have not arrived.</summary>
    public int UnderWay => _waiting.Count + _flows.Count + _arriving.Count;

    /// <summary>Asks for a transfer.</summary>
    /// <param name="id">The request.</param>
    /// <param name="from">Index of the prefill worker.</param>
    /// <param name="to">Index of the decode worker.</param>
    /// <param name="bytes">What must move, 0 or more.</param>
    /// <param name="nowMs">Now; not before the last call.</param>
    public void Start(long id, int from, int to, double bytes, double nowMs)
    {
        AdvanceTo(nowMs);
        _waiting.Add(new KvTransfer(id, from, to, bytes, nowMs, EndMs: 0));
        Admit();
    }

    /// <summary>Takes the next transfer that has arrived by <paramref name="nowMs"/>; ask until there is none.</summary>
    public bool TryTakeArrived(double nowMs, out KvTransfer transfer)
    {
        AdvanceTo(nowMs);
        if (_arriving.TryPeek(out transfer) && transfer.EndMs <= nowMs)
        {
            _arriving.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>Moves bytes up to a moment, ending flows one after the other since each end changes the speed of the others.</summary>
    private void AdvanceTo(double nowMs)
    {
        while (true)
        {
            var next = -1;
            for (var i = 0; i < _flows.Count; i++)
            {
                if (_flows[i].EndMs <= nowMs && (next < 0 || _flows[i].EndMs < _flows[next].EndMs))
                {
                    next = i;
                }
            }

            if (next < 0)
                break;

            var flow = _flows[next];
            _flows.RemoveAt(next);
            MoveTo(flow.EndMs);
            _sending[flow.Transfer.From]--;
            _receiving[flow.Transfer.To]--;
            _arriving.Enqueue(flow.Transfer with { EndMs = flow.EndMs + _latencyMs });
            Admit();
        }

        MoveTo(nowMs);
    }

    private void MoveTo(double nowMs)
    {
        var elapsedMs = nowMs - _nowMs;
        _nowMs = nowMs;
        if (elapsedMs <= 0)
            return;

        for (var i = 0; i < _flows.Count; i++)
        {
            var flow = _flows[i];
            _flows[i] = flow with { BytesLeft = Math.Max(0, flow.BytesLeft - (elapsedMs * flow.BytesPerMs)) };
        }
    }

    /// <summary>Starts what has a place at both ends and shares the bandwidth anew.</summary>
    private void Admit()
    {
        for (var i = 0; i < _waiting.Count; i++)
        {
            var transfer = _waiting[i];
            if (_sending[transfer.From] < _maxConcurrent && _receiving[transfer.To] < _maxConcurrent)
            {
                _waiting.RemoveAt(i--);
                _sending[transfer.From]++;
                _receiving[transfer.To]++;
                _flows.Add(new Flow(transfer, transfer.Bytes, 0, 0));
            }
        }

        for (var i = 0; i < _flows.Count; i++)
        {
            var flow = _flows[i];
            var bytesPerMs = _bytesPerMs / Math.Max(_sending[flow.Transfer.From], _receiving[flow.Transfer.To]);
            _flows[i] = flow with { BytesPerMs = bytesPerMs, EndMs = _nowMs + (flow.BytesLeft / bytesPerMs) };
        }
    }

    private readonly record struct Flow(KvTransfer Transfer, double BytesLeft, double BytesPerMs, double EndMs);
}
