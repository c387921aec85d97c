using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Transfers;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Search;

/// <summary>
/// Finds how many prefill and decode workers of given kinds, in how many replicas, at what concurrency, serve the most within the targets.
/// </summary>
/// <remarks>
/// x prefill and y decode workers serve no more than min(x·P, y·D), P and D being bounds on what one worker does within the targets. The exact
/// search starts where both balance and goes to fewer decode workers until y·D, and to more until x·P of the prefill workers that still fit
/// beside them, falls below the best found: a few evaluations, whatever the size of the cluster. A replica is the smallest unit of which the
/// pools are multiples (a unit and its copies are in the same state). Units inside one node are tried as well: their link is faster.
/// </remarks>
internal sealed class RateMatcher
{
    private readonly PrefillOption _prefill;
    private readonly DecodeOption _decode;
    private readonly PlanRequest _request;
    private readonly RequestShape _shape;
    private readonly LatencyTargets _targets;
    private readonly RateBounds _bounds;
    private DisaggregatedCandidate? _best;
    private bool _improved;

    private RateMatcher(PrefillOption prefill, DecodeOption decode, PlanRequest request, in LatencyTargets targets, DisaggregatedCandidate? incumbent)
    {
        (_prefill, _decode, _request, _targets, _best) = (prefill, decode, request, targets, incumbent);
        _shape = new RequestShape(request.Isl, request.Osl, request.Prefix);
        var link = Link(prefill.Worker.Gpus + decode.Worker.Gpus);
        var transferMs = link.LatencyMs + link.IdleTransferMs(prefill.Worker.Engine, decode.Worker.Engine, request.Isl);
        _bounds = RateBounds.Of(prefill.Pool, decode.Pool, transferMs, targets);
    }

    private int PrefillGpus => _prefill.Worker.Gpus;

    private int DecodeGpus => _decode.Worker.Gpus;

    /// <summary>Requests per ms to beat.</summary>
    private double BestPerMs => _best?.ClusterPerMs ?? 0;

    /// <summary>What one worker of each kind can do at most within the targets.</summary>
    public static RateBounds Bounds(PrefillOption prefill, DecodeOption decode, PlanRequest request, in LatencyTargets targets) =>
        new RateMatcher(prefill, decode, request, targets, null)._bounds;

    /// <summary>The best configuration of these workers; null when none keeps the targets or none serves more than <paramref name="incumbent"/>.</summary>
    public static DisaggregatedCandidate? Best(
        PrefillOption prefill, DecodeOption decode, PlanRequest request, in LatencyTargets targets, DisaggregatedCandidate? incumbent = null)
    {
        var matcher = new RateMatcher(prefill, decode, request, targets, incumbent);
        if (matcher._bounds is { PrefillPerMs: > 0, DecodePerMs: > 0 })
        {
            matcher.TryClusters();
            matcher.TryUnitsInsideNode();
        }

        return matcher._improved ? matcher._best : null;
    }

    /// <summary>One worker of each kind with a single request: the shortest latencies that these workers can give.</summary>
    public static DisaggregatedCandidate Lone(PrefillOption prefill, DecodeOption decode, PlanRequest request) =>
        new RateMatcher(prefill, decode, request, default, null).Unit(1, 1, request.TotalGpus / (prefill.Worker.Gpus + decode.Worker.Gpus), 1);

    private void TryClusters()
    {
        var most = (_request.TotalGpus - PrefillGpus) / DecodeGpus;
        var peak = _request.TotalGpus / (DecodeGpus + (PrefillGpus * _bounds.DecodePerMs / _bounds.PrefillPerMs));
        var start = Math.Clamp((int)peak, 1, most);
        for (var decodeWorkers = start; decodeWorkers >= 1 && decodeWorkers * _bounds.DecodePerMs > BestPerMs; decodeWorkers--)
        {
            TryBeside(decodeWorkers);
        }

        for (var decodeWorkers = start + 1;
            decodeWorkers <= most && PrefillWorkersBeside(decodeWorkers) * _bounds.PrefillPerMs > BestPerMs;
            decodeWorkers++)
        {
            TryBeside(decodeWorkers);
        }
    }

    /// <summary>Fewer prefill workers than fit can serve one request more in a small cluster: what waits for them is not decoding.</summary>
    private void TryBeside(int decodeWorkers)
    {
        for (var prefillWorkers = PrefillWorkersBeside(decodeWorkers); Bound(prefillWorkers, decodeWorkers) > BestPerMs; prefillWorkers--)
        {
            var replicas = GreatestCommonDivisor(prefillWorkers, decodeWorkers);
            Try(prefillWorkers / replicas, decodeWorkers / replicas, replicas);
        }
    }

    private void TryUnitsInsideNode()
    {
        var node = _prefill.Worker.Engine.System;
        if (node.Name != _decode.Worker.Engine.System.Name)
        {
            return;
        }

        for (var x = 1; (x * PrefillGpus) + DecodeGpus <= node.GpusPerNode; x++)
        {
            for (var y = 1; (x * PrefillGpus) + (y * DecodeGpus) <= node.GpusPerNode; y++)
            {
                var replicas = _request.TotalGpus / ((x * PrefillGpus) + (y * DecodeGpus));
                var bound = replicas * Bound(x, y);
                if (GreatestCommonDivisor(x, y) == 1 && bound > BestPerMs)
                {
                    Try(x, y, replicas);
                }
            }
        }
    }

    private void Try(int prefillWorkers, int decodeWorkers, int replicas)
    {
        var unit = Unit(prefillWorkers, decodeWorkers, replicas, requests: 1);
        if (!_targets.AreMetBy(unit.Point))
        {
            return;
        }

        // Latencies and throughput grow with the requests in flight: the most that keep the targets lie between 1 and a number that surely
        // doesn't fit, probably near those of the best so far. Once that many don't fit and wouldn't serve more, nothing here does.
        var (low, high) = (1, MostRequests(prefillWorkers, decodeWorkers) + 1);
        var best = unit.Point;
        var probe = _best is { } known ? (int)(known.Point.Requests * (long)known.Replicas / replicas) : high / 2;
        for (var stride = Math.Max(1, probe / 64); high - low > 1; stride *= 2)
        {
            probe = probe > low && probe < high ? probe : low + ((high - low) / 2);
            var point = unit.Steady.At(probe);
            if (_targets.AreMetBy(point))
            {
                (low, best) = (probe, point);
                probe += stride;
            }
            else
            {
                if (replicas * point.RequestsPerMs <= BestPerMs)
                {
                    return;
                }

                high = probe;
                probe -= stride;
            }
        }

        var candidate = unit with { Point = best };
        if (candidate.ClusterPerMs > BestPerMs)
        {
            _best = candidate;
            _improved = true;
        }
    }

    /// <summary>By Little's law what the rate bound admits within the latency bounds; without latency bounds, full decode slots and a full step per prefill slot.</summary>
    private int MostRequests(int prefillWorkers, int decodeWorkers)
    {
        var slots = ((double)decodeWorkers * _decode.Pool.Capacity.Slots * _decode.Pool.Capacity.SequencesPerSlot)
            + (prefillWorkers * _prefill.Pool.Capacity.Slots * (double)_prefill.Pool.PromptsPerStep);
        var latencyMs = Math.Min(_targets.RequestLatencyMs, _targets.TtftMs + (_shape.DecodeSteps * _targets.TpotMs));
        return (int)Math.Min(1e9, Math.Ceiling(double.IsFinite(latencyMs) ? Bound(prefillWorkers, decodeWorkers) * latencyMs : slots));
    }

    private DisaggregatedCandidate Unit(int prefillWorkers, int decodeWorkers, int replicas, int requests)
    {
        var link = Link((prefillWorkers * PrefillGpus) + (decodeWorkers * DecodeGpus));
        var steady = new DisaggregatedSteadyState(_prefill.Pool, prefillWorkers, _decode.Pool, decodeWorkers, _shape, link);
        return new DisaggregatedCandidate(_prefill, prefillWorkers, _decode, decodeWorkers, replicas, link, steady, steady.At(requests));
    }

    private KvLink Link(int replicaGpus)
    {
        var link = KvLink.Between(_prefill.Worker.Engine.System, _decode.Worker.Engine.System, replicaGpus);
        return _request.KvLinkGbPerS is null && _request.KvLinkLatencyMs is null
            ? link
            : new KvLink(
                "as given",
                _request.KvLinkGbPerS is { } gb ? gb * 1e6 : link.BytesPerMs,
                _request.KvLinkLatencyMs ?? link.LatencyMs);
    }

    private int PrefillWorkersBeside(int decodeWorkers) => (_request.TotalGpus - (decodeWorkers * DecodeGpus)) / PrefillGpus;

    private double Bound(int prefillWorkers, int decodeWorkers) =>
        Math.Min(prefillWorkers * _bounds.PrefillPerMs, decodeWorkers * _bounds.DecodePerMs);

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
