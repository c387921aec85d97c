using Plimsoll.Serving.Routing;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Routing;

public sealed class RouterTests
{
    private static readonly ClientRequest Request = new() { Id = 0, SentMs = 0, Isl = 1600, Osl = 100 };

    [Fact]
    public void Round_robin_takes_every_worker_in_turn()
    {
        var router = new Router(RoutingPolicy.RoundRobin);
        IRoutableWorker[] workers = [new Worker(), new Worker(InFlight: 9), new Worker()];
        Assert.Equal([0, 1, 2, 0, 1], Enumerable.Range(0, 5).Select(_ => router.Pick(workers, Request)));
    }

    [Fact]
    public void The_least_loaded_worker_has_the_fewest_requests_and_the_first_of_equals_wins()
    {
        var router = new Router(RoutingPolicy.LeastLoaded);
        Assert.Equal(1, router.Pick([new Worker(InFlight: 3), new Worker(InFlight: 2), new Worker(InFlight: 2)], Request));
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(101, 1)]
    public void A_prefix_hit_is_worth_as_many_blocks_of_load_as_it_saves(int blocksHeld, int expected)
    {
        var router = new Router(RoutingPolicy.KvAware);
        Assert.Equal(expected, router.Pick([new Worker(KvBlocksHeld: blocksHeld, Cached: 1600), new Worker()], Request));
    }

    [Fact]
    public void Prompts_that_a_worker_has_yet_to_compute_count_against_it()
    {
        var router = new Router(RoutingPolicy.KvAware);
        Assert.Equal(1, router.Pick([new Worker(PromptTokensToCompute: 320), new Worker(KvBlocksHeld: 19)], Request));
    }

    private sealed record Worker(int InFlight = 0, long PromptTokensToCompute = 0, long KvBlocksHeld = 0, int Cached = 0) : IRoutableWorker
    {
        public int KvBlockTokens => 16;

        public int CachedTokens(in ClientRequest request) => Cached;
    }
}
