using Plimsoll.Model.Backends;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;

namespace Plimsoll.Planning.Search;

/// <summary>
/// Every prefill worker beside one decode worker: the best pair that keeps the targets and the nearest that doesn't.
/// </summary>
internal sealed class DisaggregatedSearch
{
    private readonly List<PrefillOption> _partners = [];
    private readonly PlanRequest _request;

    private DisaggregatedSearch(DecodeOption decode, PlanRequest request) => (Decode, _request) = (decode, request);

    /// <summary>The decode worker.</summary>
    public DecodeOption Decode { get; }

    /// <summary>The pair that serves the most within the targets.</summary>
    public DisaggregatedCandidate? Best { get; private set; }

    /// <summary>The pair with the smallest worst excess, where none keeps the targets.</summary>
    public DisaggregatedCandidate? NearestMiss { get; private set; }

    /// <summary>Prefill workers that the decode worker can be paired with.</summary>
    public IReadOnlyList<PrefillOption> Partners => _partners;

    /// <summary>Pairs other than <see cref="Best"/>.</summary>
    public RejectionTally Rejected { get; } = new();

    /// <summary>Tries every prefill worker beside a decode worker of the same backend.</summary>
    public static DisaggregatedSearch Run(
        DecodeOption decode, IReadOnlyList<PrefillOption> prefills, PlanRequest request, in LatencyTargets targets)
    {
        var search = new DisaggregatedSearch(decode, request);
        search.FindPartners(prefills);
        search.FindBest(targets);
        return search;
    }

    private void FindPartners(IReadOnlyList<PrefillOption> prefills)
    {
        foreach (var prefill in prefills)
        {
            if (prefill.Worker.Gpus + Decode.Worker.Gpus > _request.TotalGpus)
            {
                Rejected.Add(RejectionReasons.TooFewGpus, $"{Describe(prefill)}: {prefill.Worker.Gpus + Decode.Worker.Gpus} GPUs");
            }
            else if (Decode.Worker.Engine.Version.Backend == BackendKind.Sglang && prefill.Worker.Layout.Tp != Decode.Worker.Layout.Tp)
            {
                Rejected.Add(RejectionReasons.UnequalTensorParallelism, Describe(prefill));
            }
            else
            {
                _partners.Add(prefill);
            }
        }
    }

    private void FindBest(in LatencyTargets targets)
    {
        var nearest = double.PositiveInfinity;
        foreach (var (prefill, bound) in ByBound(targets))
        {
            if (bound > (Best?.ClusterPerMs ?? 0) && RateMatcher.Best(prefill, Decode, _request, targets, Best) is { } better)
            {
                if (Best is not null)
                {
                    Rejected.Add(RejectionReasons.Outranked, Describe(Best.Prefill));
                }

                Best = better;
                continue;
            }

            var lone = RateMatcher.Lone(prefill, Decode, _request);
            if (targets.AreMetBy(lone.Point))
            {
                Rejected.Add(RejectionReasons.Outranked, Describe(prefill));
                continue;
            }

            Rejected.Add(targets.WorstKey(lone.Point) + RejectionReasons.ExceededSuffix, Describe(prefill));
            if (targets.WorstExcess(lone.Point) < nearest)
            {
                nearest = targets.WorstExcess(lone.Point);
                NearestMiss = lone;
            }
        }
    }

    /// <summary>Partners with what they could serve at most, the highest first.</summary>
    private List<(PrefillOption Prefill, double BoundPerMs)> ByBound(LatencyTargets targets)
    {
        var bounds = new List<(PrefillOption Prefill, double BoundPerMs)>(_partners.Count);
        foreach (var prefill in _partners)
        {
            var bound = RateMatcher.Bounds(prefill, Decode, _request, targets).Over(_request.TotalGpus, prefill.Worker.Gpus, Decode.Worker.Gpus);
            bounds.Add((prefill, bound));
        }

        return [.. bounds.OrderByDescending(entry => entry.BoundPerMs)];
    }

    private string Describe(PrefillOption prefill) =>
        $"{Decode.Worker.Engine.Version} prefill {prefill.Worker.Layout} decode {Decode.Worker.Layout}";
}
