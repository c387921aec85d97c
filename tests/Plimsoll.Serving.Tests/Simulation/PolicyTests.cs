using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>What distinguishes the backends.</summary>
public sealed class PolicyTests
{
    private static readonly SyntheticEngine Vllm = new();
    private static readonly SyntheticEngine Sglang = new() { Version = new EngineVersion(BackendKind.Sglang, "0.5.10") };
    private static readonly SyntheticEngine TensorRtLlm = new() { Version = new EngineVersion(BackendKind.TensorRtLlm, "1.2.0") };

    /// <summary>One request decodes when, at 500 ms, a long prompt arrives.</summary>
    private static Clients LongPromptMeetsDecoding => Clients.At(id => id == 0 ? new RequestShape(100, 200) : new RequestShape(6000, 2), 0, 500);

    [Fact]
    public void Vllm_fills_the_budget_after_the_decoding_rows_and_cuts_the_last_prompt()
    {
        var (_, recording) = Serve.Run(Vllm, Clients.Closed(6, 6, new RequestShape(4000, 50)));
        Assert.Equal((8192, 0), (recording.Steps[0].PrefillTokens, recording.Steps[0].DecodeRows));
        Assert.Equal((8190, 2), (recording.Steps[1].PrefillTokens, recording.Steps[1].DecodeRows));
        Assert.Equal(24_000 - 8192 - 8190, recording.Steps[2].PrefillTokens);
        Assert.Equal(4, recording.Steps[2].DecodeRows);
    }

    [Fact]
    public void Vllm_decodes_beside_a_prompt()
    {
        var (_, recording) = Serve.Run(Vllm, LongPromptMeetsDecoding);
        Assert.Contains(recording.Steps, step => step is { PrefillTokens: 6000, DecodeRows: 1 });
    }

    [Fact]
    public void Sglang_lets_decoding_stand_while_it_prefills()
    {
        var (_, recording) = Serve.Run(Sglang, LongPromptMeetsDecoding);
        var prefill = recording.Steps.Single(step => step.PrefillTokens == 6000);
        Assert.Equal(0, prefill.DecodeRows);
        Assert.True(recording.Gaps.Max(gap => gap.GapMs) > prefill.DurationMs);
    }

    [Fact]
    public void Sglang_decodes_beside_a_prompt_with_mixed_chunks()
    {
        var (_, recording) = Serve.Run(Serve.Group(Sglang, policy => policy with { MixedChunk = true }), LongPromptMeetsDecoding);
        Assert.Contains(recording.Steps, step => step is { PrefillTokens: 6000, DecodeRows: 1 });
    }

    [Fact]
    public void Sglang_prefills_all_that_waits_before_it_decodes()
    {
        var (_, recording) = Serve.Run(Sglang, Clients.Closed(8, 8, new RequestShape(4000, 20)));
        Assert.Equal([8192, 8192, 8192, 7424], recording.Steps.Take(4).Select(step => step.PrefillTokens));
        Assert.Equal(8, recording.Steps[4].DecodeRows);
    }

    [Fact]
    public void Sglang_bounds_the_prompts_of_one_step()
    {
        var workers = Serve.Group(Sglang, policy => policy with { MaxPrefillTokens = 2500 });
        var (_, recording) = Serve.Run(workers, Clients.Closed(4, 4, new RequestShape(1000, 2)));
        Assert.Equal([2000, 2000], recording.Steps.Where(step => step.PrefillTokens > 0).Select(step => step.PrefillTokens));
    }

    [Fact]
    public void Sglang_admits_the_fewer_the_more_it_expects_of_the_running_answers()
    {
        int Peak(double conservativeness)
        {
            var workers = Serve.Group(
                Sglang, policy => policy with { NewTokenRatio = new NewTokenRatio { Conservativeness = conservativeness } }, kvTokens: 20_000);
            return Serve.Run(workers, Clients.Closed(40, 40, new RequestShape(500, 1000))).Recording.Steps.Take(100).Max(step => step.Running);
        }

        Assert.True(Peak(1.4) < Peak(0.3));
    }

    [Fact]
    public void Sglang_retracts_the_shortest_answer_of_the_longest_prompt_when_memory_runs_out()
    {
        var workers = Serve.Group(
            Sglang, policy => policy with { NewTokenRatio = new NewTokenRatio { Conservativeness = 0.1 } }, kvTokens: 6000);
        var (counts, recording) = Serve.Run(workers, Clients.Closed(16, 40, Clients.Varied(300, 600, seed: 4)));
        Assert.True(counts.Preemptions > 0);
        Assert.Equal(40, counts.Finished);

        // All sixteen began to decode together, so their answers are equally long: the longest prompt goes.
        var first = recording.Happenings.First(h => h.What == "preempted");
        Assert.Equal(recording.Outcomes.Where(o => o.Id < 16).Max(o => o.Isl), recording.Outcomes.Single(o => o.Id == first.Id).Isl);
    }

    [Fact]
    public void Vllm_evicts_the_youngest_and_starts_it_first_again()
    {
        var (counts, recording) = Serve.Run(
            Serve.Group(Vllm, kvTokens: 4096), Clients.Closed(12, 60, Clients.Varied(400, 400, seed: 9)));
        Assert.True(counts.Preemptions > 0);
        Assert.Equal(60, counts.Finished);
        var happenings = recording.Happenings;
        for (var i = 0; i < happenings.Count; i++)
        {
            if (happenings[i].What == "preempted")
            {
                var next = happenings.FindIndex(i, h => h.What == "started");
                var latest = happenings[..next].FindLast(h => h.What == "preempted" && !happenings[(happenings.IndexOf(h) + 1)..next].Contains(("started", h.Id, h.AtMs)));
                Assert.Equal(latest.Id, happenings[next].Id);
            }
        }
    }

    [Fact]
    public void A_preempted_answer_goes_on_where_it_was()
    {
        var (_, recording) = Serve.Run(Serve.Group(Vllm, kvTokens: 2048), Clients.Closed(4, 4, new RequestShape(400, 500)));
        var preempted = recording.Outcomes.Where(o => o.Preemptions > 0).ToList();
        Assert.NotEmpty(preempted);
        Assert.All(preempted, o => Assert.Equal(400, o.Isl));
        Assert.Equal(4 * 499, recording.GapCount);
        Assert.All(recording.Outcomes, o => Assert.True(o.FirstTokenMs < recording.Happenings.Where(h => h.What == "preempted").Min(h => h.AtMs)));
    }

    [Fact]
    public void Tensorrt_llm_never_evicts_what_it_started()
    {
        var workers = Serve.Group(TensorRtLlm, kvTokens: 4096);
        var (counts, recording) = Serve.Run(workers, Clients.Closed(12, 60, Clients.Varied(400, 400, seed: 9)));
        Assert.Equal((0, 60), (counts.Preemptions, counts.Finished));
        Assert.True(recording.Steps.Max(step => step.Running) <= 5);
    }

    [Fact]
    public void Tensorrt_llm_runs_more_at_once_at_maximum_utilization()
    {
        int Peak(KvAdmission admission) => Serve
            .Run(Serve.Group(TensorRtLlm, policy => policy with { KvAdmission = admission }, kvTokens: 4096), Clients.Closed(12, 60, Clients.Varied(400, 400, seed: 9)))
            .Recording.Steps.Max(step => step.Running);

        Assert.True(Peak(KvAdmission.OnDemand) > Peak(KvAdmission.WholeSequence));
    }

    [Fact]
    public void Without_chunks_a_prompt_waits_for_a_step_that_takes_it_whole()
    {
        var workers = Serve.Group(Vllm, policy => policy with { ChunkedPrefill = false });
        var (_, recording) = Serve.Run(workers, Clients.Closed(3, 3, new RequestShape(5000, 4)));
        Assert.Equal([5000, 5000, 5000], recording.Steps.Where(step => step.PrefillTokens > 0).Select(step => step.PrefillTokens));
        var stuck = Assert.Throws<SimulationStuckException>(() => Serve.Run(workers, Clients.Closed(1, 1, new RequestShape(9000, 4))));
        Assert.Contains("chunked prefill is off", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_threshold_of_long_prompts_lets_short_ones_pass()
    {
        double Short(int threshold) => Serve
            .Run(
                Serve.Group(Vllm, policy => policy with { LongPrefillTokenThreshold = threshold }),
                Clients.At(id => id == 0 ? new RequestShape(60_000, 2) : new RequestShape(50, 2), 0, 1))
            .Recording.Outcomes.Single(o => o.Id == 1).TtftMs;

        Assert.True(Short(1024) < Short(0) / 5);
    }

    [Fact]
    public void The_last_token_of_a_step_waits_until_the_next_one_is_launched()
    {
        // A prompt meets a decoding row: the row's next token is held back while the host launches the prompt's kernels, and its token of the
        // prompt's step follows at once.
        var slow = Vllm with { LaunchOfPromptsMs = 300 };
        var (_, recording) = Serve.Run(slow, Clients.At(id => id == 0 ? new RequestShape(100, 60) : new RequestShape(1000, 2), 0, 400));
        var held = recording.Gaps.FindIndex(1, gap => gap.GapMs >= 300);
        Assert.True(held > 0);
        Assert.InRange(recording.Gaps[held + 1].GapMs, 0, 1);
    }

    [Fact]
    public void Busy_schedulers_look_at_their_queue_at_intervals()
    {
        double Ttft(int interval) => Serve
            .Run(
                Serve.Group(Sglang, policy => policy with { ReceiveInterval = interval, AsyncScheduling = false }),
                Clients.At(id => new RequestShape(100, id == 0 ? 300 : 2), 0, 500))
            .Recording.Outcomes.Single(o => o.Id == 1).TtftMs;

        Assert.True(Ttft(50) > Ttft(1) + 50);
    }

    [Fact]
    public void A_step_of_attention_ranks_lasts_as_long_as_that_of_the_slowest()
    {
        var engine = Vllm with { Layout = new ParallelLayout(1, 1, 4, 1, 4) };
        var (_, recording) = Serve.Run(engine, Clients.At(id => new RequestShape(id == 0 ? 8000 : 10, 3), 0, 0, 0, 0));
        var first = recording.Steps[0];
        Assert.Equal((8030, 4), (first.PrefillTokens, first.Running));
        Assert.Equal(engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(8000))), first.DurationMs, 9);
    }

    [Fact]
    public void An_idle_rank_waits_for_the_busy_one()
    {
        var engine = Vllm with { Layout = new ParallelLayout(1, 1, 2, 1, 2) };
        var (_, one) = Serve.Run(engine, Clients.Closed(1, 1, new RequestShape(500, 30)));
        var (_, alone) = Serve.Run(Vllm, Clients.Closed(1, 1, new RequestShape(500, 30)));
        Assert.Equal(alone.Outcomes[0].LatencyMs, one.Outcomes[0].LatencyMs, 6);
    }

    [Fact]
    public void Batches_overlap_in_the_pipeline()
    {
        var shapes = Clients.Varied(6000, 2, seed: 1);
        var (flat, _) = Serve.Run(Vllm, Clients.Closed(32, 100, shapes));
        var (piped, recording) = Serve.Run(Vllm with { Layout = new ParallelLayout(1, 4) }, Clients.Closed(32, 100, shapes));
        Assert.InRange(piped.EndMs, flat.EndMs / 4, flat.EndMs / 3);
        Assert.Contains(recording.Steps.Zip(recording.Steps.Skip(1)), pair => pair.Second.StartMs < pair.First.StartMs + pair.First.DurationMs);
    }

    [Fact]
    public void A_single_request_gains_nothing_from_a_pipeline()
    {
        var (_, flat) = Serve.Run(Vllm, Clients.Closed(1, 1, new RequestShape(1000, 50)));
        var (_, piped) = Serve.Run(Vllm with { Layout = new ParallelLayout(1, 4) }, Clients.Closed(1, 1, new RequestShape(1000, 50)));
        Assert.Equal(flat.Outcomes[0].LatencyMs, piped.Outcomes[0].LatencyMs, 6);
    }

    [Fact]
    public void A_stated_hit_is_not_computed_again()
    {
        var (_, recording) = Serve.Run(Vllm, Clients.Closed(1, 2, new RequestShape(4000, 2, Prefix: 3000)));
        Assert.All(recording.Outcomes, o => Assert.Equal(3000, o.CachedTokens));
        Assert.All(recording.Steps.Where(step => step.PrefillTokens > 0), step => Assert.Equal(1000, step.PrefillTokens));
    }
}
