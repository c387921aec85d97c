using System.Text.Json;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Search;
using Plimsoll.Planning.Tests.Search;

namespace Plimsoll.Planning.Tests.Verification;

public sealed class VerifiedPlanTests
{
    private static readonly PlanDraft Asked = Plans.Draft with { Verify = null, TotalGpus = 4, Osl = 200 };

    [Theory]
    [InlineData("agg")]
    [InlineData("disagg")]
    public void Every_target_holds_in_the_simulation_of_what_is_ranked_and_the_ranking_is_the_simulations(string mode)
    {
        var ranked = Mode(Plans.Of(Asked with { ServingMode = mode })).Ranked;
        Assert.NotEmpty(ranked);
        Assert.All(ranked, row => Assert.True(row.Verified!.TtftMs.Mean <= 1200 && row.Verified.TpotMs!.Mean <= 30));
        Assert.Equal(ranked.OrderByDescending(row => row.Verified!.TokensPerSPerGpu).Select(row => row.Parallel), ranked.Select(row => row.Parallel));
        Assert.All(ranked, row => Assert.Equal($"closed:{row.Concurrency / row.Replicas}", row.Verified!.Protocol));
        Assert.All(ranked, row => Assert.Equal(10 * row.Concurrency / row.Replicas, row.Verified!.Requests));
    }

    [Fact]
    public void Means_carry_an_interval_that_holds_the_prediction_between_its_ends()
    {
        var run = Plans.Of(Asked with { ServingMode = "agg" }).Agg!.Ranked[0].Verified!;
        Assert.True(run.TtftInterval!.Value.Low < run.TtftInterval.Value.High);
        Assert.InRange(run.TpotMs!.Mean, run.TpotInterval!.Value.Low * 0.8, run.TpotInterval.Value.High * 1.2);
    }

    [Fact]
    public void A_bound_on_a_percentile_holds_there_and_costs_load()
    {
        var mean = Plans.Of(Asked with { ServingMode = "agg" }).Agg!.Ranked[0];
        var p99 = Plans.Of(Asked with { ServingMode = "agg", TtftMs = null, TtftP99Ms = 1200 }).Agg!.Ranked;
        Assert.All(p99, row => Assert.True(row.Verified!.TtftMs.P99 <= 1200));
        Assert.True(p99[0].Verified!.TokensPerSPerGpu < mean.Verified!.TokensPerSPerGpu);

        var same = Plans.Of(Asked with { ServingMode = "agg", SloPercentile = 99, TpotMs = 1000 }).Agg!.Ranked[0];
        Assert.True(same.Verified!.TtftMs.P99 <= 1200);
    }

    [Fact]
    public void A_request_rate_is_carried_by_everything_that_is_ranked()
    {
        var plan = Plans.Of(Asked with { ServingMode = "agg", RequestRate = 3 });
        Assert.All(plan.Agg!.Ranked, row =>
        {
            Assert.StartsWith("poisson:", row.Verified!.Protocol, StringComparison.Ordinal);
            Assert.InRange(row.Verified.RequestsPerSCluster, 2, 4);
            Assert.Equal("requests_per_s", row.Verified.HighestLoad!.Unit);
            Assert.True(row.Verified.HighestLoad.Load >= 3);
        });
        var highest = plan.Agg.Ranked.Select(row => row.Verified!.HighestLoad!.TokensPerSPerGpu).ToArray();
        Assert.Equal(highest.OrderDescending(), highest);
    }

    [Fact]
    public void A_rate_beyond_the_cluster_is_refused_with_its_reason()
    {
        var plan = Plans.Of(Asked with { ServingMode = "agg", RequestRate = 10_000 });
        Assert.False(plan.TargetsMet);
        Assert.Contains(plan.Agg!.Rejected, rejection => rejection.Reason == RejectionReasons.RateNotReached);
    }

    [Fact]
    public void What_keeps_the_targets_in_steady_state_alone_is_a_nearest_miss()
    {
        var plan = Plans.Of(Asked with { ServingMode = "agg", RequestRate = 8, TtftMs = null, TtftP99Ms = 200 });
        Assert.Empty(plan.Agg!.Ranked);
        Assert.Contains(plan.Agg.Rejected, rejection => rejection.Reason == "simulated_ttft_p99_ms_exceeded");
        var miss = plan.Agg.NearestMisses[0];
        Assert.NotNull(miss.Configuration.Verified);
        Assert.Equal(miss.Configuration.Verified.TtftMs.P99, Assert.Single(miss.Relax).NeededMs);
    }

    [Fact]
    public void The_highest_load_keeps_the_targets_and_the_next_simulated_one_does_not()
    {
        var best = Plans.Of(Asked with { ServingMode = "agg" }).Agg!.Ranked[0].Verified!;
        var highest = best.HighestLoad!;
        Assert.True(best.LoadCurve.Single(point => point.Load == highest.Load).MeetsTargets);
        Assert.Equal(best.LoadCurve.Select(point => point.Load).Order(), best.LoadCurve.Select(point => point.Load));
        var above = best.LoadCurve.FirstOrDefault(point => point.Load > highest.Load);
        Assert.True(highest.Binds == "capacity" || !above!.MeetsTargets);
    }

    [Fact]
    public void The_winner_says_what_binds_it_and_more_of_that_is_never_worse()
    {
        var binding = Plans.Of(Asked).Binding!;
        Assert.Contains(binding.Gains, gain => gain.Of == "ttft_ms");
        Assert.All(binding.Gains, gain => Assert.True(gain.Gain >= 0));
        Assert.True(binding.Binds == "capacity" || binding.Gains.Any(gain => gain.Of == binding.Binds));
    }

    [Fact]
    public void Random_lengths_are_those_of_the_simulation_and_the_steady_state_takes_their_mean()
    {
        var fixedLengths = Plans.Of(Asked with { ServingMode = "agg" }).Agg!.Ranked[0];
        var random = Plans.Of(Asked with { ServingMode = "agg", LengthRange = 0.8 });
        Assert.Equal(4000, random.Request.Isl);
        Assert.True(random.Agg!.Ranked[0].Parts!.NewPromptTokens is > 3550 and < 3650);
        Assert.True(random.Agg.Ranked[0].Verified!.TpotMs!.P99 > random.Agg.Ranked[0].Verified!.TpotMs!.P50);
        Assert.True(random.Agg.Ranked[0].Verified!.TokensPerSPerGpu != fixedLengths.Verified!.TokensPerSPerGpu);
    }

    [Fact]
    public void A_steady_protocol_has_no_burst()
    {
        var closed = Plans.Of(Asked with { ServingMode = "agg" }).Agg!.Ranked[0].Verified!;
        var steady = Plans.Of(Asked with { ServingMode = "agg", Protocol = "steady" }).Agg!.Ranked[0].Verified!;
        Assert.StartsWith("steady:", steady.Protocol, StringComparison.Ordinal);
        Assert.True(steady.TtftMs.P99 / steady.TtftMs.P50 < closed.TtftMs.P99 / closed.TtftMs.P50);
    }

    [Fact]
    public void The_same_question_gives_the_same_bytes_on_any_number_of_threads()
    {
        var problem = Plans.Problem(Asked with { LengthRange = 0.5, Seed = 7 });
        var texts = new[] { 1, 2, 5 }.Select(threads => JsonSerializer.Serialize(Planner.Plan(problem, threads), PlanJson.Default.PlanReport)).ToArray();
        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(texts[0], texts[2]);
    }

    private static ModePlan Mode(PlanReport plan) => plan.Agg ?? plan.Disagg!;
}
