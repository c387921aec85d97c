using Plimsoll.Planning.Ranking;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;
using Plimsoll.Planning.Verification;

namespace Plimsoll.Planning.Search;

/// <summary>Folds the searches of one way of serving into its plan, in the order of the search.</summary>
internal sealed class ModePlanner(PlanRequest request, LatencyTargets targets, Verifier? verifier)
{
    private const double NearTie = 0.98;
    private const double SamePoint = 0.01;
    private readonly ConfigurationBuilder _builder = new(request);

    /// <summary>The plan of aggregated serving.</summary>
    public ModeOutcome Aggregated(IReadOnlyList<AggregatedSearch> searches, RejectionTally rejected)
    {
        foreach (var search in searches)
        {
            rejected.Add(search.Rejected);
        }

        var kept = searches.Sum(search => search.Kept);
        var best = searches.Where(search => search.Best is not null).Select(Survivor);
        var misses = kept > 0 ? [] : searches.Where(search => search.NearestMiss is not null).Select(search =>
            (search.NearestMiss!.Value.Point, Row: _builder.Aggregated(search, search.NearestMiss.Value, detailed: true)));
        var points = searches.SelectMany(search => search.Candidates.Select(candidate => (Search: search, Candidate: candidate))).ToList();
        var eligible = points.FindAll(entry => entry.Candidate.Point.TtftMs <= targets.TtftMs);
        eligible = eligible.Count > 0 ? eligible : points;
        var front = Front(eligible.ConvertAll(entry => (UserRate(entry.Candidate.Point.TpotMs, entry.Candidate.Point.RequestLatencyMs), entry.Candidate.TokensPerSPerGpu)))
            .Select(index => _builder.Aggregated(eligible[index].Search, eligible[index].Candidate, detailed: false));
        return Plan(best, misses, front, kept, rejected);
    }

    /// <summary>The plan of disaggregated serving.</summary>
    public ModeOutcome Disaggregated(
        IReadOnlyList<DisaggregatedSearch> searches, IReadOnlyList<DisaggregatedCandidate> frontier, RejectionTally rejected)
    {
        foreach (var search in searches)
        {
            rejected.Add(search.Rejected);
        }

        var kept = searches.Count(search => search.Best is not null);
        var best = searches.Where(search => search.Best is not null).Select(search => Survivor(search.Best!));
        var misses = kept > 0 ? [] : searches.Where(search => search.NearestMiss is not null).Select(search =>
            (search.NearestMiss!.Point, Row: _builder.Disaggregated(search.NearestMiss, detailed: true)));
        var points = frontier.Concat(searches.Where(search => search.Best is not null).Select(search => search.Best!)).ToList();
        var front = Front(points.ConvertAll(candidate => (UserRate(candidate.Point.TpotMs, candidate.Point.RequestLatencyMs), candidate.ClusterPerMs)))
            .Select(index => _builder.Disaggregated(points[index], detailed: false));
        return Plan(best, misses, front, kept, rejected);
    }

    private static double UserRate(double tpotMs, double latencyMs) => 1000 / (tpotMs > 0 ? tpotMs : latencyMs);

    private AggregatedSurvivor Survivor(AggregatedSearch search)
    {
        var best = search.Best!.Value;
        var slots = search.Worker.Capacity.Slots;
        return new AggregatedSurvivor(search, _builder)
        {
            Planned = _builder.Aggregated(search, best, detailed: true),
            Requests = best.Point.Requests * slots,
            Step = slots,
        };
    }

    private DisaggregatedSurvivor Survivor(DisaggregatedCandidate best) => new(best, _builder)
    {
        Planned = _builder.Disaggregated(best, detailed: true),
        Requests = best.Point.Requests,
        Step = 1,
    };

    private ModeOutcome Plan(
        IEnumerable<Survivor> best,
        IEnumerable<(Serving.SteadyStates.SteadyPoint Point, PlannedConfiguration Row)> misses,
        IEnumerable<PlannedConfiguration> front,
        long kept,
        RejectionTally rejected)
    {
        var survivors = best.OrderByDescending(survivor => survivor.Planned.TokensPerSPerGpu)
            .ThenByDescending(survivor => survivor.Planned.TokensPerSPerUser ?? 0)
            .ThenBy(survivor => survivor.Planned.GpusUsed)
            .ToList();
        var verified = verifier?.Verify(survivors);
        var rows = verified is null ? survivors.ConvertAll(survivor => survivor.Planned) : [.. verified.Kept.Select(verifier!.Row)];
        IReadOnlyList<NearestMiss> nearest = verified is { Kept: [], Failed: not [] }
            ? verifier!.Misses(verified)
            : [.. misses.Select(miss => new NearestMiss(miss.Row, targets.WorstExcess(miss.Point), targets.Relaxations(miss.Point)))];
        foreach (var failed in verified?.Failed ?? [])
        {
            rejected.Add(verifier!.WhyFailed(failed), failed.Survivor.Planned.Parallel);
            kept--;
        }

        var plan = new ModePlan
        {
            Ranked = [.. rows.Take(request.TopN).Select((row, index) => row with
            {
                Rank = index + 1,
                NearTie = index > 0 && row.RankedBy >= NearTie * rows[0].RankedBy,
            })],
            Pareto = [.. front],
            Candidates = kept + rejected.Total,
            Kept = kept,
            Rejected = rejected.ToReport(),
            NearestMisses = [.. nearest
                .OrderBy(miss => miss.WorstExcess)
                .ThenByDescending(miss => miss.Configuration.TokensPerSPerGpu)
                .Take(request.TopN)],
        };
        return new ModeOutcome(plan, rows, verified is { Kept: [var winner, ..] } ? winner : null);
    }

    /// <summary>The Pareto front by falling x, of points that lie closer than one percent together on both axes only the first.</summary>
    private static List<int> Front(List<(double X, double Y)> points)
    {
        var thinned = new List<int>();
        foreach (var index in ParetoFront.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(points)))
        {
            if (thinned.Count == 0
                || points[index].X < points[thinned[^1]].X * (1 - SamePoint)
                || points[index].Y > points[thinned[^1]].Y * (1 + SamePoint))
            {
                thinned.Add(index);
            }
        }

        return thinned;
    }
}
