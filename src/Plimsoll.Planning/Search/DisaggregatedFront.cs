using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;

namespace Plimsoll.Planning.Search;

/// <summary>
/// The disaggregated configurations of one backend that may be Pareto-optimal (tokens/s/user against throughput), within the bound on the TTFT.
/// </summary>
/// <remarks>
/// Each decode worker at each batch of a ladder is a rung: its step time, and a bound on the throughput that the best prefill worker could give
/// it. Rungs are climbed from the highest bound down; one that a faster and better configuration already found beats is skipped.
/// </remarks>
internal sealed class DisaggregatedFront
{
    private readonly List<DisaggregatedCandidate> _found = [];
    private readonly PlanRequest _request;

    private DisaggregatedFront(PlanRequest request) => _request = request;

    /// <summary>Climbs the rungs of all decode workers of a backend.</summary>
    public static IReadOnlyList<DisaggregatedCandidate> Of(
        IEnumerable<DisaggregatedSearch> searches, PlanRequest request, LatencyTargets targets)
    {
        var front = new DisaggregatedFront(request);
        foreach (var rung in Rungs(searches, request, targets).OrderByDescending(rung => rung.BoundPerMs))
        {
            front.Climb(rung);
        }

        return front._found;
    }

    private static IEnumerable<Rung> Rungs(IEnumerable<DisaggregatedSearch> searches, PlanRequest request, LatencyTargets targets)
    {
        var ttftOnly = targets with { TpotMs = double.PositiveInfinity, RequestLatencyMs = double.PositiveInfinity };
        foreach (var search in searches)
        {
            var pool = search.Decode.Pool;
            var bounds = search.Partners
                .Select(prefill => (Prefill: prefill, Bounds: RateMatcher.Bounds(prefill, search.Decode, request, ttftOnly)))
                .Where(partner => partner.Bounds.PrefillPerMs > 0)
                .ToList();
            foreach (var rows in DecodeLadder.UpTo(bounds.Count > 0 ? pool.Capacity.SequencesPerSlot : 0))
            {
                var level = ttftOnly with { TpotMs = pool.StepMs(rows) };
                var decodePerMs = RateBounds.DecodePerMsWithin(pool, level.TpotMs);
                var partners = bounds.ConvertAll(partner =>
                    (partner.Prefill, (partner.Bounds with { DecodePerMs = decodePerMs }).Over(request.TotalGpus, partner.Prefill.Worker.Gpus, search.Decode.Worker.Gpus)));
                partners.Sort((a, b) => b.Item2.CompareTo(a.Item2));
                yield return new Rung(search.Decode, level, partners);
            }
        }
    }

    private void Climb(Rung rung)
    {
        var incumbent = BestWithin(rung.Level.TpotMs);
        foreach (var (prefill, bound) in rung.Partners)
        {
            if (bound <= (incumbent?.ClusterPerMs ?? 0))
            {
                return;
            }

            if (RateMatcher.Best(prefill, rung.Decode, _request, rung.Level, incumbent) is { } better)
            {
                _found.Add(better);
                incumbent = better;
            }
        }
    }

    private DisaggregatedCandidate? BestWithin(double tpotMs)
    {
        DisaggregatedCandidate? best = null;
        foreach (var candidate in _found)
        {
            if (candidate.Point.TpotMs <= tpotMs && candidate.ClusterPerMs > (best?.ClusterPerMs ?? 0))
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>A decode worker at a step time, with its prefill workers and what each could give at most, the highest first.</summary>
    private sealed record Rung(DecodeOption Decode, LatencyTargets Level, List<(PrefillOption Prefill, double BoundPerMs)> Partners)
    {
        public double BoundPerMs => Partners[0].BoundPerMs;
    }
}
