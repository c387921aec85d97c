using Plimsoll.Serving.Numerics;
using Plimsoll.Serving.Transfers;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// The steady state of one disaggregated replica as a function of how many requests circulate in it: a prompt waits for a prefill worker and is
/// computed, its KV cache moves over the link, then it decodes with others until its answer is complete (docs/steady-state.md).
/// </summary>
/// <remarks>
/// Requests are spread evenly over the workers of a pool: a slot of c requests shows each of them the share (c − 1)/c of its load. One unknown,
/// the rows n that a decode slot holds: it gives TPOT(n), the rate, the load of the prefill workers and of the link, and so the latency; the
/// root of rate × latency = c is the state. Twice the workers with twice the requests are in the same state.
/// </remarks>
public sealed class DisaggregatedSteadyState
{
    private readonly PrefillPool _prefill;
    private readonly DecodePool _decode;
    private readonly KvLink _link;
    private readonly double _transferMs;
    private readonly double _prefillSlots;
    private readonly double _decodeSlots;
    private readonly double _prefillPerMs;
    private readonly double _linkPerMs;
    private readonly double _lonePerMs;

    /// <summary>A replica of some prefill and some decode workers.</summary>
    public DisaggregatedSteadyState(
        PrefillPool prefill, int prefillWorkers, DecodePool decode, int decodeWorkers, RequestShape request, KvLink link)
    {
        (_prefill, _decode, _link) = (prefill, decode, link);
        _transferMs = link.IdleTransferMs(prefill.Engine, decode.Engine, request.Isl);
        _linkPerMs = link.BytesPerMs * Math.Min(prefillWorkers * prefill.Engine.Layout.Gpus, decodeWorkers * decode.Engine.Layout.Gpus)
            / (request.Isl * prefill.Engine.KvBytesPerToken);
        _prefillPerMs = prefillWorkers * prefill.HighestRatePerMs(_transferMs + link.LatencyMs);
        _prefillSlots = prefillWorkers * prefill.Capacity.Slots;
        _decodeSlots = decodeWorkers * decode.Capacity.Slots;
        _lonePerMs = 1 / (prefill.PathMs + prefill.LonePrefillMs + _transferMs + link.LatencyMs + (decode.DecodeSteps * decode.StepMs(1)));
    }

    /// <summary>The highest request rate of the prefill workers and the link, per ms.</summary>
    public double PromptCapacityPerMs => Math.Min(_prefillPerMs, _linkPerMs);

    /// <summary>The highest request rate of full decode workers, per ms.</summary>
    public double DecodeCapacityPerMs => _decodeSlots * FullRows / (_decode.DecodeSteps * _decode.StepMs(FullRows));

    /// <summary>What limits the request rate.</summary>
    public DisaggregatedBound Bound =>
        DecodeCapacityPerMs <= PromptCapacityPerMs ? DisaggregatedBound.Decode
        : _prefillPerMs <= _linkPerMs ? DisaggregatedBound.Prefill
        : DisaggregatedBound.KvLink;

    private double FullRows => _decode.Capacity.SequencesPerSlot;

    /// <summary>The steady state with <paramref name="requests"/> in the replica; any number from 1.</summary>
    public SteadyPoint At(int requests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        var rows = MonotoneRoot.Find(new PopulationAt(this, requests), 0, FullRows, requests);
        var state = StateAt(rows, requests);
        var point = new SteadyPoint
        {
            Requests = requests,
            DecodeSteps = _decode.DecodeSteps,
            PathMs = _prefill.PathMs,
            AdmissionMs = 0,
            ResidualMs = state.Prefill.ResidualMs,
            QueueMs = state.Prefill.QueueMs,
            PrefillMs = state.Prefill.PrefillMs,
            PrefillSteps = (int)Math.Round(state.Prefill.PrefillSteps),
            TransferMs = state.TransferMs,
            JoinMs = state.JoinMs,
            TpotMs = state.TpotMs,
            DecodeStepMs = state.TpotMs,
            DecodeRows = 0,
            Utilization = 0,
        };

        // Full decode slots let no more in, and the prompt capacity no more through: the rest waits.
        var highest = Math.Min(rows >= FullRows ? state.PerMs : double.PositiveInfinity, Math.Max(PromptCapacityPerMs, _lonePerMs));
        if (point.RequestsPerMs > highest)
        {
            point = point with { AdmissionMs = (requests / highest) - point.RequestLatencyMs };
        }

        return point with
        {
            DecodeRows = point.RequestsPerMs * point.DecodeSteps * point.TpotMs / _decodeSlots,
            Utilization = Math.Min(1, point.RequestsPerMs / PromptCapacityPerMs),
        };
    }

    private State StateAt(double rows, int requests)
    {
        var seen = Math.Min(rows * Math.Max(0, 1 - (_decodeSlots / requests)), FullRows - 1);
        var tpot = _decode.StepMs(1 + seen);
        var rate = Math.Min(_decodeSlots * rows / (_decode.DecodeSteps * tpot), PromptCapacityPerMs);
        var others = rate * Math.Max(0, 1 - (_prefillSlots / requests));
        return new State(
            _prefill.At(others / _prefillPerMs),
            _link.LatencyMs + (others < _linkPerMs ? _transferMs / (1 - (others / _linkPerMs)) : double.PositiveInfinity),
            Math.Min(1, seen) * tpot / 2,
            tpot,
            rate);
    }

    private double Population(double rows, int requests)
    {
        var state = StateAt(rows, requests);
        var latencyMs = _prefill.PathMs + state.Prefill.TtftMs + state.TransferMs + state.JoinMs + (_decode.DecodeSteps * state.TpotMs);
        return latencyMs * Math.Max(state.PerMs, _lonePerMs);
    }

    private readonly record struct State(LoadNode Prefill, double TransferMs, double JoinMs, double TpotMs, double PerMs);

    /// <summary>The population as a function of the rows per decode slot.</summary>
    private readonly struct PopulationAt(DisaggregatedSteadyState replica, int requests) : IRealFunction
    {
        public double At(double x) => replica.Population(x, requests);
    }
}
