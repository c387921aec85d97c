using Plimsoll.Model.Parallelism;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Transfers;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Tests.Search;

/// <summary>The planner's best against trying everything.</summary>
public sealed class BruteForceTests
{
    public static TheoryData<int, int, int, double, double, int> Questions { get; } = new()
    {
        { 4, 4000, 500, 1200, 30, 1024 },
        { 8, 4000, 500, 600, 16.67, 1024 },
        { 6, 1024, 1024, 300, 12, 1024 },
        { 7, 20_000, 100, 9000, 60, 1024 },
        { 5, 200, 50, 200, 40, 1024 },
        { 8, 4000, 20, 2000, 200, 1024 },
        { 20, 1024, 100, 100, 25, 16 },
        { 15, 20_000, 1000, 1000, 12, 16 },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_best_aggregated_configuration_is_the_best_of_all(int gpus, int isl, int osl, double ttft, double tpot, int sequences)
    {
        var request = Request(gpus, isl, osl, ttft, tpot, sequences);
        var targets = LatencyTargets.Of(request);
        var best = 0.0;
        foreach (var (engine, policy, limits) in Workers(request))
        {
            var steady = new AggregatedSteadyState(engine, policy, limits, Shape(request));
            for (var batch = 1; batch <= limits.MaxSequences; batch++)
            {
                var point = steady.At(batch);
                if (targets.AreMetBy(point))
                {
                    best = Math.Max(best, gpus / engine.Layout.Gpus * point.RequestsPerMs);
                }
            }
        }

        AssertBest(best, Plan(request).Agg!, request);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_best_disaggregated_configuration_is_the_best_of_all(int gpus, int isl, int osl, double ttft, double tpot, int sequences)
    {
        var request = Request(gpus, isl, osl, ttft, tpot, sequences);
        var best = 0.0;
        var workers = Workers(request).ToList();
        foreach (var from in workers)
        {
            var prefill = new PrefillPool(from.Engine, from.Policy, from.Limits, Shape(request));
            foreach (var to in workers)
            {
                var decode = new DecodePool(to.Engine, to.Policy, to.Limits, Shape(request));
                for (var x = 1; x * from.Engine.Layout.Gpus < gpus; x++)
                {
                    for (var y = 1; (x * from.Engine.Layout.Gpus) + (y * to.Engine.Layout.Gpus) <= gpus; y++)
                    {
                        var unit = (x * from.Engine.Layout.Gpus) + (y * to.Engine.Layout.Gpus);
                        var link = KvLink.Between(from.Engine.System, to.Engine.System, unit);
                        var replica = new DisaggregatedSteadyState(prefill, x, decode, y, Shape(request), link);
                        best = Math.Max(best, gpus / unit * MostWithin(replica, LatencyTargets.Of(request)));
                    }
                }
            }
        }

        AssertBest(best, Plan(request).Disagg!, request);
    }

    private static double MostWithin(DisaggregatedSteadyState replica, LatencyTargets targets)
    {
        var best = 0.0;
        for (var requests = 1; ; requests++)
        {
            var point = replica.At(requests);
            if (!targets.AreMetBy(point))
            {
                return best;
            }

            best = point.RequestsPerMs;
        }
    }

    private static void AssertBest(double bestPerMs, ModePlan mode, PlanRequest request)
    {
        var found = mode.Ranked.Count > 0 ? mode.Ranked[0].TokensPerSPerGpu : 0;
        Assert.Equal(1000 * bestPerMs * request.Osl / request.TotalGpus, found, 1e-6 * Math.Max(1, found));
    }

    private static IEnumerable<(IServingEngine Engine, EnginePolicy Policy, EngineLimits Limits)> Workers(PlanRequest request)
    {
        var factory = new SyntheticFactory();
        for (var tp = 1; tp <= Math.Min(8, request.TotalGpus); tp++)
        {
            if (factory.Build(new ParallelLayout(tp)) is { Accepted: true } offer)
            {
                var policy = EnginePolicies.For(factory.Version, factory.System, offer.Engine!.Layout) with { MaxSequences = request.MaxSequences!.Value };
                yield return (offer.Engine, policy, policy.LimitsFor(request.Isl + request.Osl));
            }
        }
    }

    private static RequestShape Shape(PlanRequest request) => new(request.Isl, request.Osl, request.Prefix);

    private static PlanReport Plan(PlanRequest request) =>
        Plans.Of(Plans.Draft with { TotalGpus = request.TotalGpus, Isl = request.Isl, Osl = request.Osl, TtftMs = request.TtftMs, TpotMs = request.TpotMs, MaxSequences = request.MaxSequences });

    private static PlanRequest Request(int gpus, int isl, int osl, double ttft, double tpot, int sequences) =>
        (Plans.Draft with { TotalGpus = gpus, Isl = isl, Osl = osl, TtftMs = ttft, TpotMs = tpot, MaxSequences = sequences }).Freeze();
}
