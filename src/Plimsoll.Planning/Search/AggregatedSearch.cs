using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Search;

/// <summary>Every batch of one aggregated worker: the best that keeps the targets, the nearest that doesn't, and the curve for the Pareto front.</summary>
internal sealed class AggregatedSearch
{
    // Rounding apart, the throughput has reached its bound.
    private const double FullyUsed = 1 - 1e-9;

    private readonly List<AggregatedCandidate> _candidates = [];

    private readonly double _tokensPerMsAndGpu;

    private AggregatedSearch(WorkerOption worker, AggregatedSteadyState steady, PlanRequest request)
    {
        (Worker, Steady) = (worker, steady);
        _tokensPerMsAndGpu = (double)(request.TotalGpus / worker.Gpus) * worker.Capacity.Slots * request.Osl / request.TotalGpus;
    }

    /// <summary>The worker.</summary>
    public WorkerOption Worker { get; }

    /// <summary>Its steady states.</summary>
    public AggregatedSteadyState Steady { get; }

    /// <summary>Operating points by growing batch, up to where the throughput stops growing.</summary>
    public IReadOnlyList<AggregatedCandidate> Candidates => _candidates;

    /// <summary>The candidate with the highest throughput of those that keep every target.</summary>
    public AggregatedCandidate? Best { get; private set; }

    /// <summary>The candidate with the smallest worst excess, where none keeps the targets.</summary>
    public AggregatedCandidate? NearestMiss { get; private set; }

    /// <summary>Candidates that keep every target.</summary>
    public long Kept { get; private set; }

    /// <summary>The others.</summary>
    public RejectionTally Rejected { get; } = new();

    /// <summary>Tries every batch of a worker.</summary>
    public static AggregatedSearch Run(WorkerOption worker, PlanRequest request, in LatencyTargets targets)
    {
        var shape = new RequestShape(request.Isl, request.Osl, request.Prefix);
        var search = new AggregatedSearch(worker, new AggregatedSteadyState(worker.Engine, worker.Policy, worker.Limits, shape, worker.Capacity), request);
        search.TryAll(targets);
        return search;
    }

    /// <summary>The operating point of any batch, tried or not.</summary>
    public AggregatedCandidate CandidateAt(int batch)
    {
        var point = Steady.At(batch);
        return new AggregatedCandidate(point, 1000 * _tokensPerMsAndGpu * point.RequestsPerMs);
    }

    private void TryAll(in LatencyTargets targets)
    {
        var capacity = Worker.Capacity;
        var nearest = double.PositiveInfinity;
        for (var batch = 1; batch <= capacity.SequencesPerSlot; batch++)
        {
            var candidate = CandidateAt(batch);
            var point = candidate.Point;
            _candidates.Add(candidate);
            if (targets.AreMetBy(point))
            {
                Kept++;
                Best = Best is { } best && best.TokensPerSPerGpu >= candidate.TokensPerSPerGpu ? best : candidate;
            }
            else
            {
                Rejected.Add(targets.WorstKey(point) + RejectionReasons.ExceededSuffix, Describe(batch));
                if (targets.WorstExcess(point) < nearest)
                {
                    nearest = targets.WorstExcess(point);
                    NearestMiss = candidate;
                }
            }

            if (point.Utilization >= FullyUsed)
            {
                Rejected.Add(RejectionReasons.PastCapacity, Describe(batch + 1), capacity.SequencesPerSlot - batch);
                break;
            }
        }

        var perSlot = Worker.Limits.MaxSequences / Math.Max(1, capacity.Slots / Worker.Layout.AttentionDp);
        Rejected.Add(RejectionReasons.KvCacheFull, Describe(capacity.SequencesPerSlot + 1), perSlot - capacity.SequencesPerSlot);
    }

    private string Describe(int batch) => $"{Worker.Engine.Version} {Worker.Layout} batch {batch}";
}
