using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>What holds of every run, whatever the engine and the load.</summary>
public sealed class SimulationLawTests
{
    [Fact]
    public void Nothing_is_lost_no_request_no_token_no_block() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var (counts, recording) = scenario.Run();
            var tokens = Enumerable.Range(0, scenario.Requests).Sum(id => (long)scenario.Shapes(id).Osl - 1);
            return counts.Sent == scenario.Requests
                && counts.Finished == scenario.Requests
                && counts.InFlight == 0
                && counts.KvBlocksHeld == 0
                && recording.Outcomes.Select(o => o.Id).Order().SequenceEqual(Enumerable.Range(0, scenario.Requests).Select(id => (long)id))
                && recording.GapCount == tokens
                && recording.Happenings.Count(h => h.What == "preempted") == counts.Preemptions
                && recording.Happenings.Count(h => h.What == "started") == scenario.Requests + counts.Preemptions
                && recording.Outcomes.Sum(o => o.Preemptions) == counts.Preemptions;
        });

    [Fact]
    public void The_gaps_of_all_answers_add_up_to_their_decoding_time() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var (_, recording) = scenario.Run();
            var decoding = recording.Outcomes.Sum(o => o.LastTokenMs - o.FirstTokenMs);
            var gaps = recording.Gaps.Sum(gap => gap.GapMs * gap.Count);
            return Math.Abs(decoding - gaps) <= 1e-9 * (1 + decoding) * scenario.Requests
                && recording.Gaps.TrueForAll(gap => gap.Count > 0 && gap.GapMs >= 0);
        });

    [Fact]
    public void No_answer_begins_before_its_prompt_can_be_computed() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var (_, recording) = scenario.Run();
            return recording.Outcomes.TrueForAll(o =>
                o.TtftMs >= (scenario.Path.AloneMs(o.Isl) + scenario.PrefillAloneMs(o.Isl)) * (1 - 1e-9)
                && o.LastTokenMs >= o.FirstTokenMs
                && o.QueueMs >= 0);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public void A_busy_front_end_delays_answers_and_loses_none(double streamMs) =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var busy = new RequestPath(1, 0.5, 2)
            {
                ServiceMsPerToken = 0.01,
                SubmitMs = 0.3,
                FirstTokenMs = 0.7,
                FirstTokenMsPerPromptToken = 0.005,
                StreamMsPerToken = streamMs,
            };
            var (counts, recording) = (scenario with { Path = busy }).Run();
            return counts.Finished == scenario.Requests
                && recording.Outcomes.TrueForAll(o => o.TtftMs >= (busy.AloneMs(o.Isl) + scenario.PrefillAloneMs(o.Isl)) * (1 - 1e-9))
                && recording.Gaps.TrueForAll(gap => gap.GapMs >= 0);
        });

    [Fact]
    public void Steps_stay_within_the_budget_the_seats_and_the_cache() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var (_, recording) = scenario.Run();
            var ranks = scenario.Engine.Layout.AttentionDp;
            return recording.Steps.TrueForAll(step =>
                step.PrefillTokens + (scenario.Policy.Composition == StepComposition.Mixed ? step.DecodeRows : 0) <= ranks * scenario.Policy.MaxBatchedTokens
                && step.Running <= ranks * scenario.Policy.MaxSequences
                && step.KvUse is >= 0 and <= 1
                && step.PrefillTokens + step.DecodeRows > 0
                && step.DurationMs > 0);
        });

    [Fact]
    public void A_worker_without_pipeline_makes_one_step_at_a_time() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var (_, recording) = scenario.Run();
            return scenario.Engine.Layout.Pp > 1 || recording.Steps
                .GroupBy(step => step.Worker)
                .All(steps => steps.Zip(steps.Skip(1)).All(pair => pair.Second.StartMs >= (pair.First.StartMs + pair.First.DurationMs) * (1 - 1e-12)));
        });

    [Fact]
    public void Halving_every_time_halves_the_whole_run() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            var (_, whole) = scenario.Run();
            var half = scenario with
            {
                Engine = scenario.Engine with { Scale = 0.5, LaunchOfPromptsMs = scenario.Engine.LaunchOfPromptsMs / 2 },
                Path = new RequestPath(scenario.Path.ServiceMs / 2, scenario.Path.InboundMs / 2, scenario.Path.OutboundMs / 2),
            };
            var (_, halved) = half.Run();
            return whole.Outcomes.Zip(halved.Outcomes).All(pair =>
                pair.First.Id == pair.Second.Id && pair.First.FirstTokenMs == 2 * pair.Second.FirstTokenMs && pair.First.LastTokenMs == 2 * pair.Second.LastTokenMs);
        });

    [Fact]
    public void The_same_run_again_is_the_same() =>
        Properties.Check(
            Scenario.Any,
            scenario =>
            {
                var ((_, first), (_, second)) = (scenario.Run(), scenario.Run());
                return first.Outcomes.SequenceEqual(second.Outcomes)
                    && first.Steps.SequenceEqual(second.Steps)
                    && first.Gaps.SequenceEqual(second.Gaps)
                    && first.Happenings.SequenceEqual(second.Happenings);
            },
            tests: 100);

    [Fact]
    public void Decoding_rows_are_their_rate_times_their_stay() =>
        Properties.Check(Scenario.Any, scenario =>
        {
            // Little's law of the decode stage: a row is in every step of its answer. Holds where all rows are in every step and none is evicted.
            var plain = scenario with
            {
                Engine = scenario.Engine with { Layout = new(1), LaunchOfPromptsMs = 0 },
                Policy = scenario.Policy with { Composition = StepComposition.Mixed, KvAdmission = KvAdmission.WholeSequence },
            };
            var (_, recording) = plain.Run();
            var stay = recording.Outcomes.Sum(o => o.LastTokenMs - o.FirstTokenMs);
            return Math.Abs(recording.Steps.Sum(step => step.DecodeRows * step.DurationMs) - stay) <= 1e-9 * (1 + stay) * scenario.Requests;
        });

    [Fact]
    public void Clients_in_a_closed_loop_are_throughput_times_latency()
    {
        var (counts, recording) = Serve.Run(new SyntheticEngine(), Clients.Closed(24, 2400, Clients.Varied(800, 120, seed: 3)));
        var clients = counts.Finished / counts.EndMs * recording.Outcomes.Average(o => o.LatencyMs);
        Assert.InRange(clients, 24 * 0.98, 24);
    }

    [Fact]
    public void More_load_longer_prompts_and_fewer_workers_never_help()
    {
        double Latency(int clients, int isl, int workers) => Serve
            .Run(Serve.Group(new SyntheticEngine(), count: workers), Clients.Closed(clients, 600, Clients.Varied(isl, 100, seed: 7)))
            .Recording.Outcomes.Average(o => o.LatencyMs);

        double[] byLoad = [.. new[] { 1, 4, 16, 64, 256 }.Select(clients => Latency(clients, 1000, 1))];
        double[] byLength = [.. new[] { 100, 400, 1600, 6400 }.Select(isl => Latency(16, isl, 1))];
        double[] byWorkers = [.. new[] { 4, 2, 1 }.Select(workers => Latency(32, 1000, workers))];
        Assert.Equal(byLoad.Order(), byLoad);
        Assert.Equal(byLength.Order(), byLength);
        Assert.Equal(byWorkers.Order(), byWorkers);
    }

    [Fact]
    public void A_tenfold_scarce_cache_costs_time_and_nothing_else()
    {
        var shapes = Clients.Varied(300, 200, seed: 2);
        var (plentiful, wide) = Serve.Run(Serve.Group(new SyntheticEngine()), Clients.Closed(32, 200, shapes));
        var (scarce, narrow) = Serve.Run(Serve.Group(new SyntheticEngine(), kvTokens: 4000), Clients.Closed(32, 200, shapes));
        Assert.Equal(0, plentiful.Preemptions);
        Assert.True(scarce.Preemptions > 0);
        Assert.Equal(wide.GapCount, narrow.GapCount);
        Assert.True(scarce.EndMs > plentiful.EndMs);
    }
}
