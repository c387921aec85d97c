using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// The steady state of one worker that prefills and decodes, as a function of how many requests circulate (docs/steady-state.md).
/// Keeps what it priced; not safe for several threads at once.
/// </summary>
public sealed class AggregatedSteadyState
{
    private readonly RequestShape _request;
    private readonly double _pathMs;
    private readonly LoadCurve _curve;
    private readonly ClosedSlot _slot;
    private double _highestRatePerMs;

    /// <summary>The steady states of <paramref name="engine"/> under requests of one shape.</summary>
    /// <exception cref="ArgumentException">The worker cannot hold a single sequence.</exception>
    public AggregatedSteadyState(IServingEngine engine, EnginePolicy policy, EngineLimits limits, RequestShape request)
        : this(engine, policy, limits, request, new WorkerCapacity(engine, policy, limits, request))
    {
    }

    /// <summary>As above, with the capacity already worked out.</summary>
    public AggregatedSteadyState(
        IServingEngine engine, EnginePolicy policy, EngineLimits limits, RequestShape request, WorkerCapacity capacity)
    {
        if (capacity.SequencesPerSlot == 0)
        {
            throw new ArgumentException("the KV cache cannot hold one sequence", nameof(capacity));
        }

        _request = request;
        _pathMs = engine.PathMs(request.Isl);
        Capacity = capacity;
        var pricer = new PromptPricer(engine, request);
        _curve = request.DecodeSteps == 0 ? new PrefillOnlyCurve(pricer, limits.MaxBatchedTokens, capacity.SequencesPerSlot)
            : policy.Composition == StepComposition.Mixed ? new MixedCurve(pricer, request, limits.MaxBatchedTokens, capacity.SequencesPerSlot, _pathMs)
            : new PrefillFirstCurve(pricer, request, limits.MaxBatchedTokens, capacity.SequencesPerSlot);
        _slot = new ClosedSlot(_curve, _pathMs, request.DecodeSteps);
    }

    /// <summary>How many sequences the worker runs at once.</summary>
    public WorkerCapacity Capacity { get; }

    /// <summary>The highest request rate of a slot, per ms, at any concurrency: that of a full slot.</summary>
    public double HighestRatePerMs =>
        _highestRatePerMs > 0 ? _highestRatePerMs : _highestRatePerMs = Inside(Capacity.SequencesPerSlot, utilization: 1).RequestsPerMs;

    /// <summary>The steady state of one slot in which <paramref name="requests"/> circulate; any number from 1.</summary>
    /// <remarks>More requests than the slot runs at once wait outside: throughput stays, the TTFT takes the rest.</remarks>
    public SteadyPoint At(int requests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        if (requests <= Capacity.SequencesPerSlot)
        {
            var point = Inside(requests, utilization: 0);
            return point with { Utilization = point.RequestsPerMs / HighestRatePerMs };
        }

        var full = Inside(Capacity.SequencesPerSlot, utilization: 1);
        return full with { Requests = requests, AdmissionMs = (requests / full.RequestsPerMs) - full.RequestLatencyMs + full.AdmissionMs };
    }

    private SteadyPoint Inside(int requests, double utilization)
    {
        var position = requests == 1 ? 0 : _slot.Position(requests);
        var node = _curve.At(position);
        var others = requests > 1 ? 1 : 0;
        var point = new SteadyPoint
        {
            Requests = requests,
            DecodeSteps = _request.DecodeSteps,
            PathMs = _pathMs,
            AdmissionMs = 0,
            ResidualMs = others * node.ResidualMs,
            QueueMs = others * node.QueueMs,
            PrefillMs = node.PrefillMs,
            PrefillSteps = (int)Math.Round(node.PrefillSteps),
            TpotMs = node.TpotMs,
            DecodeStepMs = node.DecodeStepMs,
            DecodeRows = 0,
            Utilization = utilization,
        };
        var excess = point.RequestsPerMs / _slot.CapacityPerMs;
        if (excess > 1)
        {
            point = point with { AdmissionMs = (excess - 1) * point.RequestLatencyMs };
        }

        return point with { DecodeRows = point.RequestsPerMs * point.DecodeSteps * point.TpotMs };
    }
}
