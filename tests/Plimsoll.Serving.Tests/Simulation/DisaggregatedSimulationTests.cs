using FsCheck.Fluent;
using Plimsoll.Model.Steps;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Transfers;
using Plimsoll.Serving.Workloads;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Simulation;

public sealed class DisaggregatedSimulationTests
{
    private static readonly SyntheticEngine Engine = new();
    private static readonly RequestPath Path = new(2, 3, 4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Over_an_infinitely_fast_link_one_client_sees_prefill_and_decode_chained(bool firstTokenFromPrefill)
    {
        var plan = Plan(double.PositiveInfinity) with { FirstTokenFromPrefill = firstTokenFromPrefill, HandoverMs = 1.5 };
        var (_, recording) = Run(Clients.Closed(1, 3, new RequestShape(4000, 20)), plan, path: Path);

        var prefill = Engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(4000, 0, 1, true)));
        var decode = Enumerable.Range(4000, 20).Select(cached => Engine.StepMs(BatchShape.Decode(1, cached + (firstTokenFromPrefill ? 1 : 0)))).ToArray();
        var secondLeg = Path.AloneMs(4000) + 1.5 + decode[0];
        Assert.All(recording.Outcomes, outcome =>
        {
            var first = Path.AloneMs(4000) + prefill;
            Assert.Equal(firstTokenFromPrefill ? first : first + secondLeg, outcome.TtftMs, 6);
            Assert.Equal(first + secondLeg + decode[1..(firstTokenFromPrefill ? 19 : 20)].Sum(), outcome.LatencyMs, 6);
        });
    }

    [Fact]
    public void A_transfer_delays_the_first_token_by_its_bytes_and_the_links_constant()
    {
        var shape = new RequestShape(4000, 20);
        var (_, fast) = Run(Clients.Closed(1, 1, shape), Plan(double.PositiveInfinity));
        var (_, slow) = Run(Clients.Closed(1, 1, shape), Plan(gigabytesPerS: 8, latencyMs: 5));
        Assert.Equal((4000 * 262_144 / 8e6) + 5, slow.Outcomes[0].TtftMs - fast.Outcomes[0].TtftMs, 6);
        Assert.Equal(4000 * 262_144.0, Assert.Single(slow.Transfers).Bytes);
    }

    [Fact]
    public void With_layers_overlapped_only_what_exceeds_the_prefill_is_waited_for()
    {
        var shape = new RequestShape(4000, 20);
        var prefill = Engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(4000, 0, 1, true)));
        var (_, after) = Run(Clients.Closed(1, 1, shape), Plan(gigabytesPerS: 2), path: Path);
        var (_, during) = Run(Clients.Closed(1, 1, shape), Plan(gigabytesPerS: 2) with { OverlapsLayers = true }, path: Path);
        Assert.Equal(prefill, after.Outcomes[0].TtftMs - during.Outcomes[0].TtftMs, 6);
    }

    [Fact]
    public void A_prefix_that_the_decode_worker_has_is_not_moved_again()
    {
        var source = Clients.Closed(1, 3, new RequestShape(4000, 20));
        source.Content = _ => new PromptContent([new PromptSegment(1, 4000)]);
        var (counts, recording) = Run(source, Plan(8));
        Assert.Equal([4000 * 262_144.0, 16 * 262_144.0, 16 * 262_144.0], recording.Transfers.Select(t => t.Bytes));
        Assert.Equal(0, counts.KvBlocksHeld);
    }

    [Fact]
    public void An_answer_of_one_token_from_the_prefill_worker_moves_nothing()
    {
        var (counts, recording) = Run(Clients.Closed(4, 8, new RequestShape(4000, 1)), Plan(8) with { FirstTokenFromPrefill = true });
        Assert.Empty(recording.Transfers);
        Assert.Equal((8, 0), (counts.Finished, counts.KvBlocksHeld));
        Assert.All(recording.Steps, step => Assert.Equal(0, step.Worker));
    }

    [Fact]
    public void A_receiver_that_launches_the_copies_itself_starts_no_step_meanwhile()
    {
        var source = Clients.At(_ => new RequestShape(4000, 200), 0, 1000);
        var (_, recording) = Run(source, Plan(8) with { ReceiverStallShare = 0.75 });
        var stall = 0.75 * 4000 * 262_144 / 8e6;
        var longest = recording.Gaps.Max(gap => gap.GapMs);
        Assert.InRange(longest, stall, stall + Engine.StepMs(BatchShape.Decode(2, 8400)));
    }

    [Fact]
    public void Prefill_workers_keep_their_blocks_until_they_are_fetched()
    {
        // Room for one prompt: the second starts when the first has left, 1,024 MB at 1 GB/s later.
        var (_, recording) = Run(Clients.Closed(2, 2, new RequestShape(4000, 5)), Plan(1), prefillTokens: 4096);
        var starts = recording.Happenings.Where(h => h.What == "started").Select(h => h.AtMs).Order().ToArray();
        var landed = recording.Transfers.Min(t => t.EndMs);
        Assert.Equal(landed, starts[1], 6);
    }

    [Fact]
    public void Decode_memory_holds_transfers_back_until_answers_leave()
    {
        var (_, recording) = Run(Clients.Closed(3, 3, new RequestShape(4000, 50)), Plan(100), decodeTokens: 4096);
        var ends = recording.Outcomes.Select(o => o.LastTokenMs).Order().ToArray();
        var transfers = recording.Transfers.Select(t => t.StartMs).Order().ToArray();
        Assert.True(transfers[1] >= ends[0] && transfers[2] >= ends[1]);
    }

    [Theory]
    [InlineData(2000, 100_000)]
    [InlineData(100_000, 4050)]
    public void Memory_too_small_for_a_request_at_either_end_is_said_at_once(int prefillTokens, int decodeTokens)
    {
        var stuck = Assert.Throws<SimulationStuckException>(() =>
            Run(Clients.Closed(1, 1, new RequestShape(4000, 100)), Plan(8), prefillTokens: prefillTokens, decodeTokens: decodeTokens));
        Assert.Contains("request 0 can never be served", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topology_is_one_kind_or_the_other() =>
        Assert.Throws<ArgumentException>(() => ServingSimulation.Run(
            new ServingTopology { Workers = Serve.Group(Engine), Decode = Serve.Group(Engine) }, Clients.Closed(1, 1, new RequestShape(1, 1)), []));

    [Fact]
    public void Every_request_finishes_once_and_no_block_is_lost_on_either_side() =>
        Properties.Check(
            from workers in Gen.Choose(1, 3).Two()
            from memory in Gen.Choose(1000, 6000).Two()
            from clients in Gen.Choose(1, 16)
            from link in Gen.Choose(1, 40).Two()
            from flags in Gen.Elements(false, true).Three()
            from routing in Gen.Elements(RoutingPolicy.RoundRobin, RoutingPolicy.LeastLoaded, RoutingPolicy.KvAware)
            from seed in Gen.Choose(0, 1000)
            select (workers, memory, clients, link, flags, routing, seed),
            given =>
            {
                var (workers, memory, clients, link, (overlaps, fromPrefill, stalls), routing, seed) = given;
                var shape = Clients.Varied(700, 60, seed);
                var source = Clients.Closed(clients, 60, shape);
                source.Content = id => id % 3 == 0 ? null : new PromptContent([new PromptSegment((ulong)(id % 5) + 1, 300)]);
                var plan = Plan(link.Item1 / 4.0, latencyMs: 3) with
                {
                    MaxConcurrent = link.Item2,
                    OverlapsLayers = overlaps,
                    FirstTokenFromPrefill = fromPrefill,
                    ReceiverStallShare = stalls ? 0.7 : 0,
                };
                var (counts, recording) = Run(source, plan, workers.Item1, workers.Item2, memory.Item1, memory.Item2, Path, routing);
                return counts is { Sent: 60, Finished: 60, InFlight: 0, KvBlocksHeld: 0 }
                    && recording.Outcomes.Select(o => o.Id).Order().SequenceEqual(Enumerable.Range(0, 60).Select(i => (long)i))
                    && recording.GapCount == Enumerable.Range(0, 60).Sum(id => shape(id).Osl - 1)
                    && recording.Steps.All(s => s.KvUse is >= 0 and <= 1)
                    && recording.Transfers.Count == recording.Transfers.Select(t => t.Id).Distinct().Count()
                    && recording.Outcomes.All(o => o.FirstTokenMs > o.SentMs && o.LastTokenMs >= o.FirstTokenMs);
            },
            tests: 150);

    [Fact]
    public void A_slower_link_never_gives_a_lone_client_an_earlier_token() =>
        Properties.Check(
            from isl in Gen.Choose(1, 20_000)
            from osl in Gen.Choose(1, 50)
            from speeds in Gen.Choose(1, 1000).Two()
            from overlaps in Gen.Elements(false, true)
            select (new RequestShape(isl, osl), Math.Min(speeds.Item1, speeds.Item2), Math.Max(speeds.Item1, speeds.Item2), overlaps),
            given =>
            {
                var (shape, slow, fast, overlaps) = given;
                var slower = First(Run(Clients.Closed(1, 2, shape), Plan(slow) with { OverlapsLayers = overlaps }).Recording);
                var faster = First(Run(Clients.Closed(1, 2, shape), Plan(fast) with { OverlapsLayers = overlaps }).Recording);
                return slower >= faster - 1e-6;
            },
            tests: 100);

    [Fact]
    public void The_same_run_twice_is_the_same()
    {
        var first = Run(Clients.Poisson(3, 80, 1, Clients.Varied(3000, 80, 2)), Plan(8) with { ReceiverStallShare = 0.7 }, 2, 2, routing: RoutingPolicy.KvAware);
        var second = Run(Clients.Poisson(3, 80, 1, Clients.Varied(3000, 80, 2)), Plan(8) with { ReceiverStallShare = 0.7 }, 2, 2, routing: RoutingPolicy.KvAware);
        Assert.Equal(first.Recording.Outcomes, second.Recording.Outcomes);
    }

    private static double First(Recording recording) => recording.Outcomes.Min(o => o.TtftMs);

    private static KvTransferPlan Plan(double gigabytesPerS, double latencyMs = 0) => new(new KvLink("test", gigabytesPerS * 1e6, latencyMs));

    private static (SimulationCounts Counts, Recording Recording) Run(
        Clients source, KvTransferPlan plan, int prefill = 1, int decode = 1, long? prefillTokens = null, long? decodeTokens = null,
        RequestPath? path = null, RoutingPolicy routing = RoutingPolicy.RoundRobin)
    {
        var recording = new Recording();
        var topology = ServingTopology.Disaggregated(
            Serve.Group(Engine, count: prefill, path: path, kvTokens: prefillTokens), Serve.Group(Engine, count: decode, path: path, kvTokens: decodeTokens), plan, routing);
        return (ServingSimulation.Run(topology, source, [recording]), recording);
    }
}
