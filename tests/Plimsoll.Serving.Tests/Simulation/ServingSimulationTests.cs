using Plimsoll.Model.Steps;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

public sealed class ServingSimulationTests
{
    private static readonly SyntheticEngine Engine = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(1024, 33)]
    [InlineData(20_000, 300)]
    public void One_client_waits_for_the_path_and_its_own_steps(int isl, int osl)
    {
        var path = new RequestPath(2, 3, 4);
        var (_, recording) = Serve.Run(Serve.Group(Engine, path: path), Clients.Closed(1, 3, new RequestShape(isl, osl)));

        double prefill = 0, decode = 0;
        for (var done = 0; done < isl; done += 8192)
        {
            var now = Math.Min(8192, isl - done);
            prefill += Engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(now, done, 1, done + now == isl)));
        }

        for (var token = 1; token < osl; token++)
        {
            decode += Engine.StepMs(BatchShape.Decode(1, isl + token));
        }

        Assert.Equal(3, recording.Outcomes.Count);
        Assert.All(recording.Outcomes, outcome =>
        {
            Assert.Equal(path.AloneMs(isl) + prefill, outcome.TtftMs, 6);
            Assert.Equal(decode, outcome.LastTokenMs - outcome.FirstTokenMs, 6);
            Assert.Equal(0, outcome.QueueMs, 9);
        });
    }

    [Fact]
    public void Every_request_gets_all_its_tokens_and_gives_its_blocks_back()
    {
        var shape = Clients.Varied(700, 90, seed: 5);
        var (counts, recording) = Serve.Run(Engine, Clients.Closed(32, 500, shape));

        Assert.Equal((500, 500, 0, 0), (counts.Sent, counts.Finished, counts.InFlight, counts.KvBlocksHeld));
        Assert.Equal(Enumerable.Range(0, 500).Sum(id => (long)shape(id).Osl - 1), recording.GapCount);
        Assert.Equal(recording.Outcomes.Max(o => o.LastTokenMs), counts.EndMs);
        Assert.Equal(recording.Steps.Count, counts.Steps);
    }

    [Fact]
    public void The_gaps_of_all_answers_add_up_to_their_decoding_time()
    {
        var (_, recording) = Serve.Run(Engine, Clients.Closed(16, 200, Clients.Varied(2000, 60, seed: 1)));
        Assert.Equal(recording.Outcomes.Sum(o => o.LastTokenMs - o.FirstTokenMs), recording.Gaps.Sum(gap => gap.GapMs * gap.Count), 3);
    }

    [Fact]
    public void A_request_that_comes_while_a_step_runs_joins_the_step_after_the_next()
    {
        var source = Clients.At(id => new RequestShape(1000, id == 0 ? 100 : 2), 0, 500);
        var (_, recording) = Serve.Run(Engine, source);
        var during = recording.Steps.FindIndex(step => step.StartMs < 500 && step.StartMs + step.DurationMs > 500);
        Assert.Equal(0, recording.Steps[during + 1].PrefillTokens);
        Assert.Equal(1000, recording.Steps[during + 2].PrefillTokens);
    }

    [Fact]
    public void Without_planning_ahead_it_joins_the_next_step()
    {
        var source = Clients.At(id => new RequestShape(1000, id == 0 ? 100 : 2), 0, 500);
        var (_, recording) = Serve.Run(Serve.Group(Engine, policy => policy with { AsyncScheduling = false }), source);
        var during = recording.Steps.FindIndex(step => step.StartMs < 500 && step.StartMs + step.DurationMs > 500);
        Assert.Equal(1000, recording.Steps[during + 1].PrefillTokens);
    }

    [Fact]
    public void The_front_end_takes_one_request_at_a_time()
    {
        var (_, recording) = Serve.Run(
            Serve.Group(Engine, path: new RequestPath(7, 1, 0)), Clients.Closed(5, 5, new RequestShape(10, 1)));
        Assert.Equal([8, 15, 22, 29, 36], recording.Happenings.Where(h => h.What == "queued").Select(h => h.AtMs));
    }

    [Fact]
    public void The_requests_of_a_burst_take_two_turns_each_and_reach_the_scheduler_together()
    {
        var path = new RequestPath(7, 0.5, 0) { ServiceMsPerToken = 0.1, SubmitMs = 1 };
        var (_, recording) = Serve.Run(Serve.Group(Engine, path: path), Clients.Closed(3, 3, new RequestShape(10, 1)));
        Assert.Equal([25.5, 26.5, 27.5], recording.Happenings.Where(h => h.What == "queued").Select(h => h.AtMs));
    }

    [Fact]
    public void Streaming_queues_in_the_front_end_and_first_tokens_take_longer()
    {
        var path = new RequestPath(0, 0, 3) { FirstTokenMs = 2, FirstTokenMsPerPromptToken = 0.01, StreamMsPerToken = 0.5 };
        var (_, recording) = Serve.Run(Serve.Group(Engine, path: path), Clients.Closed(4, 4, new RequestShape(100, 2)));
        var prefill = Engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(100, 0, 4)));
        Assert.All(recording.Outcomes, outcome => Assert.Equal(prefill + (4 * (2 + 1 + 0.5)) + 3, outcome.TtftMs, 9));
    }

    [Fact]
    public void Requests_go_round_the_workers()
    {
        var (_, recording) = Serve.Run(Serve.Group(Engine, count: 3), Clients.Closed(6, 30, new RequestShape(100, 10)));
        Assert.Equal([10, 10, 10], recording.Outcomes.CountBy(o => o.Worker).OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    [Theory]
    [InlineData(3000, 2000, "KV blocks")]
    [InlineData(131_000, 100, "longest sequence")]
    public void A_request_that_can_never_be_served_is_named(int isl, int osl, string reason)
    {
        var workers = Serve.Group(Engine, kvTokens: reason == "KV blocks" ? 4000 : null);
        var stuck = Assert.Throws<SimulationStuckException>(
            () => Serve.Run(workers, Clients.At(id => id == 2 ? new RequestShape(isl, osl) : new RequestShape(10, 10), 0, 1, 2)));
        Assert.Contains("request 2", stuck.Message, StringComparison.Ordinal);
        Assert.Contains(reason, stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_ends() =>
        Assert.Throws<OperationCanceledException>(() => ServingSimulation.Run(
            ServingTopology.Aggregated(Serve.Group(Engine)), Clients.Closed(1, 1, new RequestShape(1, 1)), [], new CancellationToken(true)));
}
