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

    private AggregatedSearch(WorkerOption worker, AggregatedSteadyState steady) => (Worker, Steady) = (worker, steady);

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
        var search = new AggregatedSearch(worker, new AggregatedSteadyState(worker.Engine, worker.Policy, worker.Limits, shape, worker.Capacity));
        search.TryAll(request, targets);
        return search;
    }

    private void TryAll(PlanRequest request, in LatencyTargets targets)
    {
        var capacity = Worker.Capacity;
        var replicas = request.TotalGpus / Worker.Gpus;
        var tokensPerMsAndGpu = (double)replicas * capacity.Slots * request.Osl / request.TotalGpus;
        var nearest = double.PositiveInfinity;
        for (var batch = 1; batch <= capacity.SequencesPerSlot; batch++)
        {
            var point = Steady.At(batch);
            var candidate = new AggregatedCandidate(point, 1000 * tokensPerMsAndGpu * point.RequestsPerMs);
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
