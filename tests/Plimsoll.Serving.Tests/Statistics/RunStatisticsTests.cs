using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Statistics;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Statistics;

public sealed class RunStatisticsTests
{
    [Fact]
    public void A_run_is_summed_up_as_a_benchmark_would()
    {
        var run = new RunStatistics(new LatencyTargetSet(TtftMs: 150, TpotMs: 20, LatencyMs: null));
        run.StepFinished(Step(0, 100, kv: 0.5, running: 2, waiting: 1));
        run.TokenGaps(10, 20);
        run.StepFinished(Step(300, 100, kv: 0.25, running: 1, waiting: 0));
        run.RequestPreempted(1, 0, 100);
        run.RequestFinished(Outcome(0, sentMs: 0, ttftMs: 100, osl: 11, tpotMs: 10));
        run.RequestFinished(Outcome(1, sentMs: 0, ttftMs: 200, osl: 21, tpotMs: 10));
        var summary = run.Summary();

        Assert.Equal(2, summary.Requests);
        Assert.Equal(400, summary.DurationMs, 9);
        Assert.Equal(150, summary.Ttft.Mean, 9);
        Assert.Equal(10, summary.Tpot!.P50, 9);
        Assert.Equal(20, summary.Itl!.Count);
        Assert.Equal(5, summary.RequestsPerS, 9);
        Assert.Equal(80, summary.OutputTokensPerS, 9);
        Assert.Equal(2.5, summary.GoodputPerS!.Value, 9);
        Assert.Equal(0.1, summary.PrefixHitShare, 9);
        Assert.Equal((1, 2), (summary.Preemptions, summary.Steps));
        Assert.Equal(0.5, summary.Utilization, 9);
        Assert.Equal(0.1875, summary.MeanKvUse, 9);
        Assert.Equal(0.5, summary.PeakKvUse);
        Assert.Equal(0.75, summary.MeanRunning, 9);
        Assert.Equal(0.25, summary.MeanWaiting, 9);
    }

    [Fact]
    public void Without_targets_there_is_no_goodput_and_without_second_tokens_no_tpot()
    {
        var run = new RunStatistics();
        run.RequestFinished(Outcome(0, sentMs: 5, ttftMs: 100, osl: 1, tpotMs: 0));
        var summary = run.Summary();

        Assert.Null(summary.GoodputPerS);
        Assert.Null(summary.Tpot);
        Assert.Null(summary.Itl);
        Assert.Equal(100, summary.DurationMs, 9);
    }

    [Fact]
    public void A_warm_up_is_left_out_and_the_window_is_from_the_first_answer_to_the_last_that_counts()
    {
        var run = new RunStatistics(measured: new MeasuredRequests(1, 2));
        run.StepFinished(Step(0, 50, kv: 1, running: 9, waiting: 9));
        run.RequestFinished(Outcome(0, sentMs: 0, ttftMs: 40, osl: 2, tpotMs: 10));
        run.StepFinished(Step(40, 60, kv: 0.5, running: 1, waiting: 0));
        run.RequestFinished(Outcome(1, sentMs: 50, ttftMs: 40, osl: 2, tpotMs: 10));
        run.RequestFinished(Outcome(3, sentMs: 100, ttftMs: 10, osl: 2, tpotMs: 10));
        run.RequestFinished(Outcome(2, sentMs: 60, ttftMs: 90, osl: 2, tpotMs: 0));
        run.StepFinished(Step(150, 500, kv: 1, running: 9, waiting: 9));
        run.RequestFinished(Outcome(4, sentMs: 150, ttftMs: 500, osl: 2, tpotMs: 10));
        var summary = run.Summary();

        Assert.Equal(2, summary.Requests);
        Assert.Equal(100, summary.DurationMs, 9);
        Assert.Equal(30, summary.RequestsPerS, 9);
        Assert.Equal(65, summary.Ttft.Mean, 9);
        Assert.Equal(0.5, summary.Utilization, 9);
        Assert.Equal(0.25, summary.MeanKvUse, 9);
        Assert.Equal(1, summary.Steps);
    }

    [Fact]
    public void Overlapping_steps_of_a_pipeline_are_busy_once()
    {
        var run = new RunStatistics(workers: 2);
        run.StepFinished(Step(0, 60, kv: 0.5, running: 1, waiting: 0));
        run.StepFinished(Step(30, 70, kv: 0.5, running: 1, waiting: 0));
        run.RequestFinished(Outcome(0, sentMs: 0, ttftMs: 100, osl: 1, tpotMs: 0));

        Assert.Equal(0.5, run.Summary().Utilization, 9);
        Assert.Equal(0.25, run.Summary().MeanKvUse, 9);
    }

    [Fact]
    public void A_run_without_answers_has_no_summary()
    {
        Assert.Throws<InvalidOperationException>(() => new RunStatistics().Summary());
    }

    [Fact]
    public void Events_allocate_nothing_once_the_sketches_have_seen_their_range()
    {
        var run = new RunStatistics();
        Feed(run, 100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(run, 1000);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Feed(RunStatistics run, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            run.StepFinished(Step(i * 10, 10, 0.5, 1, 1));
            run.TokenGaps(10, 8);
            run.RequestFinished(Outcome(i, sentMs: 0, ttftMs: 64 + (i % 32), osl: 3, tpotMs: 10));
        }
    }

    private static StepOutcome Step(double startMs, double durationMs, double kv, int running, int waiting) => new()
    {
        Worker = 0,
        StartMs = startMs,
        DurationMs = durationMs,
        PrefillTokens = 1,
        DecodeRows = 1,
        Running = running,
        Waiting = waiting,
        KvUse = kv,
    };

    private static RequestOutcome Outcome(long id, double sentMs, double ttftMs, int osl, double tpotMs) => new()
    {
        Id = id,
        SentMs = sentMs,
        FirstTokenMs = sentMs + ttftMs,
        LastTokenMs = sentMs + ttftMs + (tpotMs * (osl - 1)),
        Isl = 100,
        Osl = osl,
        CachedTokens = 10,
        QueueMs = 1,
    };
}
