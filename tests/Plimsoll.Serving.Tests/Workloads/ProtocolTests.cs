using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Serving.Tests.Workloads;

public sealed class ProtocolTests
{
    private static readonly RequestPlan Plan = new() { Lengths = new DrawnLengths(new UniformLength(80, 100), new UniformLength(40, 50), seed: 1), Seed = 1 };

    [Fact]
    public void A_closed_loop_keeps_every_client_busy_from_the_first_moment_until_requests_run_out()
    {
        var load = new ClosedLoop(7).Start(Plan);
        var sent = FixedServer.Serve(load.Source, Latency);

        Assert.Equal(70, sent.Count);
        Assert.Equal(new MeasuredRequests(0, 70), load.Measured);
        Assert.Equal(7, sent.Count(request => request.SentMs == 0));
        Assert.Equal(7, FixedServer.MostInFlight(sent, Latency));
    }

    [Fact]
    public void More_clients_than_requests_send_only_the_requests()
    {
        Assert.Equal(3, FixedServer.Serve(new ClosedLoop(7).Start(Plan with { Requests = 3 }).Source).Count);
    }

    [Theory]
    [InlineData("poisson", 1.0)]
    [InlineData("gamma", 2.0)]
    [InlineData("regular", 0.25)]
    public void Arrivals_have_the_rate_and_the_variation_asked_for(string kind, double variation)
    {
        var protocol = kind == "poisson" ? OpenLoop.Poisson(20) : OpenLoop.Gamma(20, variation);
        var sent = FixedServer.Serve(protocol.Start(Plan with { Requests = 50_000 }).Source);
        var gaps = sent.Zip(sent.Skip(1), (a, b) => b.SentMs - a.SentMs).ToArray();
        var mean = gaps.Average();

        Assert.Equal(50, mean, 1.5);
        Assert.Equal(variation, Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean, variation * 0.05);
    }

    [Fact]
    public void Constant_arrivals_come_at_equal_distances_from_the_start()
    {
        var sent = FixedServer.Serve(OpenLoop.Constant(4).Start(Plan with { Requests = 5 }).Source);

        Assert.Equal([0, 250, 500, 750, 1000], sent.Select(request => request.SentMs));
    }

    [Fact]
    public void A_burst_is_sent_at_once()
    {
        var sent = FixedServer.Serve(new Burst().Start(Plan with { Requests = 25 }).Source);

        Assert.Equal(25, sent.Count);
        Assert.All(sent, request => Assert.Equal(0, request.SentMs));
    }

    [Fact]
    public void A_steady_load_starts_with_its_clients_spread_over_their_answers()
    {
        var load = new SteadyLoop(400).Start(Plan);
        var sent = FixedServer.Serve(load.Source, Latency);
        var warmUp = sent.Take(400).ToArray();

        Assert.Equal(400, load.Measured.First);
        Assert.All(warmUp, request => Assert.Equal(0, request.SentMs));
        Assert.Equal(22.5, warmUp.Average(request => request.Osl), 1.5);
        Assert.All(warmUp, request => Assert.InRange(request.Isl + request.Osl, 120, 150));
        Assert.All(warmUp.Where(request => request.CachedTokens is not null), request => Assert.Equal(request.Isl - 1, request.CachedTokens));
        Assert.DoesNotContain(sent.Skip(400), request => request.CachedTokens is not null);
    }

    [Fact]
    public void A_steady_load_goes_on_until_everything_that_counts_is_answered()
    {
        var load = new SteadyLoop(10).Start(Plan);
        var sent = FixedServer.Serve(load.Source, request => request.Id == 50 ? 100_000 : 100);

        Assert.True(sent.Count > 9_000);
    }

    [Fact]
    public void The_same_seed_sends_the_same_requests()
    {
        var first = FixedServer.Serve(OpenLoop.Poisson(3).Start(Plan with { Requests = 100 }).Source);
        var second = FixedServer.Serve(OpenLoop.Poisson(3).Start(Plan with { Requests = 100 }).Source);

        Assert.Equal(first, second);
        Assert.NotEqual(first, FixedServer.Serve(OpenLoop.Poisson(3).Start(Plan with { Requests = 100, Seed = 2 }).Source));
    }

    [Fact]
    public void A_stated_prefix_is_cached_and_a_shared_one_is_content()
    {
        var stated = FixedServer.Serve(new Burst().Start(Plan with { Requests = 2, Lengths = new DrawnLengths(new FixedLength(90), new FixedLength(5), 1, prefix: 64) }).Source);
        var shared = FixedServer.Serve(new Burst().Start(Plan with { Requests = 2, SharedPrefix = 64 }).Source);

        Assert.All(stated, request => Assert.Equal(64, request.CachedTokens));
        Assert.All(shared, request => Assert.Null(request.CachedTokens));
        Assert.Same(shared[0].Content, shared[1].Content);
        Assert.Equal(64, Assert.Single(shared[0].Content!.Segments).Tokens);
    }

    [Fact]
    public void Sending_requests_that_stand_alone_allocates_nothing()
    {
        var source = new ClosedLoop(8).Start(Plan with { Requests = 10_000 }).Source;
        Exchange(source, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(source, 1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Exchange(IRequestSource source, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            source.Finished(source.Send(), i);
        }
    }

    private static double Latency(ClientRequest request) => 10 + request.Osl;
}
