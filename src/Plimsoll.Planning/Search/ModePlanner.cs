using Plimsoll.Planning.Ranking;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;

namespace Plimsoll.Planning.Search;

/// <summary>Folds the searches of one way of serving into its plan, in the order of the search.</summary>
internal sealed class ModePlanner(PlanRequest request, LatencyTargets targets)
{
    private const double NearTie = 0.98;
    private const double SamePoint = 0.01;
    private readonly ConfigurationBuilder _builder = new(request);

    /// <summary>The plan of aggregated serving.</summary>
    public ModePlan Aggregated(IReadOnlyList<AggregatedSearch> searches, RejectionTally rejected)
    {
        foreach (var search in searches)
        {
            rejected.Add(search.Rejected);
        }

        var kept = searches.Sum(search => search.Kept);
        var best = searches.Where(search => search.Best is not null).Select(search => _builder.Aggregated(search, search.Best!.Value, detailed: true));
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
    public ModePlan Disaggregated(
        IReadOnlyList<DisaggregatedSearch> searches, IReadOnlyList<DisaggregatedCandidate> frontier, RejectionTally rejected)
    {
        foreach (var search in searches)
        {
            rejected.Add(search.Rejected);
        }

        var kept = searches.Count(search => search.Best is not null);
        var best = searches.Where(search => search.Best is not null).Select(search => _builder.Disaggregated(search.Best!, detailed: true));
        var misses = kept > 0 ? [] : searches.Where(search => search.NearestMiss is not null).Select(search =>
            (search.NearestMiss!.Point, Row: _builder.Disaggregated(search.NearestMiss, detailed: true)));
        var points = frontier.Concat(searches.Where(search => search.Best is not null).Select(search => search.Best!)).ToList();
        var front = Front(points.ConvertAll(candidate => (UserRate(candidate.Point.TpotMs, candidate.Point.RequestLatencyMs), candidate.ClusterPerMs)))
            .Select(index => _builder.Disaggregated(points[index], detailed: false));
        return Plan(best, misses, front, kept, rejected);
    }

    private static double UserRate(double tpotMs, double latencyMs) => 1000 / (tpotMs > 0 ? tpotMs : latencyMs);

    private ModePlan Plan(
        IEnumerable<PlannedConfiguration> best,
        IEnumerable<(Serving.SteadyStates.SteadyPoint Point, PlannedConfiguration Row)> misses,
        IEnumerable<PlannedConfiguration> front,
        long kept,
        RejectionTally rejected)
    {
        var ranked = best.OrderByDescending(row => row.TokensPerSPerGpu)
            .ThenByDescending(row => row.TokensPerSPerUser ?? 0)
            .ThenBy(row => row.GpusUsed)
            .Take(request.TopN)
            .ToList();
        return new ModePlan
        {
            Ranked = [.. ranked.Select((row, index) => row with
            {
                Rank = index + 1,
                NearTie = index > 0 && row.TokensPerSPerGpu >= NearTie * ranked[0].TokensPerSPerGpu,
            })],
            Pareto = [.. front],
            Candidates = kept + rejected.Total,
            Kept = kept,
            Rejected = rejected.ToReport(),
            NearestMisses = [.. misses
                .Select(miss => new NearestMiss(miss.Row, targets.WorstExcess(miss.Point), targets.Relaxations(miss.Point)))
                .OrderBy(miss => miss.WorstExcess)
                .ThenByDescending(miss => miss.Configuration.TokensPerSPerGpu)
                .Take(request.TopN)],
        };
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
