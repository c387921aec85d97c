using FsCheck.Fluent;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Simulation;

public sealed class PrefixCachingTests
{
    private static readonly SyntheticEngine Engine = new();

    [Fact]
    public void A_repeated_prompt_computes_only_its_last_block()
    {
        var (counts, recording) = Serve.Run(Engine, Repeating(Clients.Closed(1, 3, new RequestShape(4000, 10)), 4000));
        Assert.Equal([0, 3984, 3984], recording.Outcomes.Select(o => o.CachedTokens));
        Assert.Equal([4000, 16, 16], recording.Steps.Where(s => s.PrefillTokens > 0).Select(s => s.PrefillTokens));
        Assert.Equal(0, counts.KvBlocksHeld);
    }

    [Fact]
    public void Prompts_that_begin_in_the_same_step_find_what_the_first_of_them_computes()
    {
        var (_, recording) = Serve.Run(Engine, Repeating(Clients.Closed(4, 4, new RequestShape(1000, 5)), 1000));
        Assert.Equal([0, 992, 992, 992], recording.Outcomes.OrderBy(o => o.Id).Select(o => o.CachedTokens));
    }

    [Fact]
    public void With_prefix_caching_off_every_prompt_is_computed()
    {
        var group = Serve.Group(Engine, policy => policy with { PrefixCaching = false });
        var (_, recording) = Serve.Run(group, Repeating(Clients.Closed(1, 3, new RequestShape(4000, 10)), 4000));
        Assert.All(recording.Outcomes, o => Assert.Equal(0, o.CachedTokens));
    }

    [Fact]
    public void A_stated_hit_counts_instead_of_the_simulated_cache()
    {
        var (_, recording) = Serve.Run(Engine, Repeating(Clients.Closed(1, 3, new RequestShape(4000, 10, Prefix: 512)), 4000));
        Assert.All(recording.Outcomes, o => Assert.Equal(512, o.CachedTokens));
    }

    [Fact]
    public void A_preempted_sequence_computes_again_only_what_was_overwritten()
    {
        var (kept, counts) = Computed(prefixCaching: true);
        var (forgotten, _) = Computed(prefixCaching: false);
        Assert.True(counts.Preemptions > 0, "the cache is meant to be too small");
        Assert.InRange(kept, (12 * 320) + 1, forgotten - 1);
        Assert.Equal((12, 0), (counts.Finished, counts.KvBlocksHeld));
    }

    [Fact]
    public void No_block_is_lost_however_prompts_overlap_and_however_small_the_cache_is() =>
        Properties.Check(
            from kvTokens in Gen.Choose(700, 4000)
            from clients in Gen.Choose(1, 12)
            from kinds in Gen.Choose(1, 5)
            from seed in Gen.Choose(0, 1000)
            select (kvTokens, clients, kinds, seed),
            given =>
            {
                var (kvTokens, clients, kinds, seed) = given;
                var source = new Func<long, RequestShape>(id => new RequestShape(100 + (int)(id % kinds * 100), 1 + (int)((id * 37) + seed) % 90));
                var (counts, recording) = Serve.Run(Serve.Group(Engine, kvTokens: kvTokens), Conversations(Clients.Closed(clients, 60, source), kinds));
                return counts is { Finished: 60, KvBlocksHeld: 0 } && recording.Steps.All(s => s.KvUse is >= 0 and <= 1)
                    && recording.GapCount == Enumerable.Range(0, 60).Sum(id => source(id).Osl - 1)
                    && recording.Outcomes.All(o => o.CachedTokens < o.Isl);
            },
            tests: 100);

    private static (int Tokens, SimulationCounts Counts) Computed(bool prefixCaching)
    {
        var group = Serve.Group(Engine, policy => policy with { PrefixCaching = prefixCaching }, kvTokens: 2400);
        var (counts, recording) = Serve.Run(group, Clients.Closed(8, 12, id => new RequestShape(320, 100 + (17 * (int)id))));
        return (recording.Steps.Sum(s => s.PrefillTokens), counts);
    }

    private static Clients Repeating(Clients clients, int isl)
    {
        clients.Content = _ => new PromptContent([new PromptSegment(1, isl)]);
        return clients;
    }

    /// <summary>Prompts of 100, 200, … tokens of one conversation, which grows by segments of 100.</summary>
    private static Clients Conversations(Clients clients, int kinds)
    {
        clients.Content = id => new PromptContent([.. Enumerable.Range(1, 1 + (int)(id % kinds)).Select(i => new PromptSegment((ulong)i, 100))]);
        return clients;
    }
}
