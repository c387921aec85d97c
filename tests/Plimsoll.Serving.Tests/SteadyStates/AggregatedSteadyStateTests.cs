using Plimsoll.Model.Steps;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.SteadyStates;

public sealed class AggregatedSteadyStateTests
{
    private const double Tiny = 1e-9;

    [Fact]
    public void Concurrency_is_throughput_times_latency() =>
        Properties.Check(Workers.Any, worker =>
        {
            var point = worker.Solve().At(worker.Requests);
            var parts = point.PathMs + point.AdmissionMs + point.ResidualMs + point.QueueMs + point.PrefillMs;
            return Near(point.Requests, point.RequestsPerMs * (parts + (point.DecodeSteps * point.TpotMs)), 1e-6)
                && Near(point.DecodeRows, point.RequestsPerMs * point.DecodeSteps * point.TpotMs, 1e-6)
                && point is { AdmissionMs: >= 0, ResidualMs: >= 0, QueueMs: >= 0, PrefillMs: > 0 };
        });

    /// <summary>Cutting prompts into one more chunk costs a little throughput; batches of prompts alone (answers of one token) are approximate.</summary>
    [Fact]
    public void More_requests_never_shorten_the_ttft_nor_lower_the_throughput() =>
        Properties.Check(Workers.Any, worker =>
        {
            var steady = worker.Solve();
            var before = steady.At(worker.Requests);
            var after = steady.At(worker.Requests + 1);
            var slack = worker.Request.Osl == 1 ? 0.1 : 0.002;
            return after.TtftMs >= before.TtftMs * (1 - 1e-6)
                && after.TpotMs >= before.TpotMs * (1 - 1e-6)
                && after.RequestsPerMs >= before.RequestsPerMs * (1 - slack)
                && after.RequestsPerMs <= steady.HighestRatePerMs * (1 + slack);
        });

    [Fact]
    public void Past_capacity_the_ttft_grows_linearly_without_bound() =>
        Properties.Check(Workers.Any, worker =>
        {
            var steady = worker.Solve();
            var full = steady.Capacity.SequencesPerSlot;
            var (a, b, c) = (steady.At(full), steady.At(2 * full), steady.At(3 * full));
            return Near(b.RequestsPerMs, a.RequestsPerMs, Tiny)
                && Near(c.TtftMs - b.TtftMs, full / a.RequestsPerMs, 1e-6)
                && Near(c.TpotMs, a.TpotMs, Tiny);
        });

    [Fact]
    public void Slower_steps_scale_every_latency_and_the_throughput() =>
        Properties.Check(Workers.Any, worker =>
        {
            const double factor = 3.7;
            var slower = worker with { Engine = worker.Engine with { Scale = factor, RequestPathMs = factor * worker.Engine.RequestPathMs } };
            var (point, scaled) = (worker.Solve().At(worker.Requests), slower.Solve().At(worker.Requests));
            return Near(scaled.TtftMs, factor * point.TtftMs, 1e-6)
                && Near(scaled.TpotMs, factor * point.TpotMs, 1e-6)
                && Near(scaled.RequestsPerMs, point.RequestsPerMs / factor, 1e-6);
        });

    [Fact]
    public void A_longer_cached_prefix_never_slows_a_lone_request_nor_lowers_the_throughput() =>
        Properties.Check(Workers.Any, worker =>
        {
            var longer = worker with { Request = worker.Request with { Prefix = (worker.Request.Prefix + worker.Request.Isl - 1) / 2 } };
            var (one, helped) = (worker.Solve(), longer.Solve());
            return helped.At(1).TtftMs <= one.At(1).TtftMs * (1 + Tiny)
                && helped.At(worker.Requests).RequestsPerMs >= one.At(worker.Requests).RequestsPerMs * (1 - 1e-6);
        });

    [Theory]
    [InlineData(4000, 500, 0)]
    [InlineData(32_000, 100, 0)]
    [InlineData(4000, 500, 3000)]
    public void A_lone_request_takes_its_own_steps_and_nothing_else(int isl, int osl, int prefix)
    {
        var engine = new SyntheticEngine();
        var request = new RequestShape(isl, osl, prefix);
        var policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout);
        var point = new AggregatedSteadyState(engine, policy, policy.LimitsFor(isl + osl), request).At(1);

        var prefill = 0.0;
        for (var cached = prefix; cached < isl; cached += policy.MaxBatchedTokens)
        {
            prefill += engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(Math.Min(policy.MaxBatchedTokens, isl - cached), cached)));
        }

        Assert.Equal(engine.RequestPathMs + prefill, point.TtftMs, 1e-9);
        Assert.Equal(engine.StepMs(new BatchShape(default, 1, isl + (osl / 2))), point.TpotMs, 1e-9);
    }

    [Theory]
    [InlineData(StepComposition.Mixed, 4000, 500, 8)]
    [InlineData(StepComposition.Mixed, 4000, 500, 64)]
    [InlineData(StepComposition.Mixed, 1024, 1024, 128)]
    [InlineData(StepComposition.Mixed, 32_000, 200, 8)]
    [InlineData(StepComposition.Mixed, 8192, 16, 8)]
    [InlineData(StepComposition.Mixed, 200, 20, 32)]
    [InlineData(StepComposition.Mixed, 4000, 500, 200)]
    [InlineData(StepComposition.PrefillFirst, 4000, 500, 8)]
    [InlineData(StepComposition.PrefillFirst, 4000, 500, 64)]
    [InlineData(StepComposition.PrefillFirst, 1024, 1024, 128)]
    [InlineData(StepComposition.PrefillFirst, 32_000, 200, 8)]
    [InlineData(StepComposition.PrefillFirst, 8192, 16, 32)]
    [InlineData(StepComposition.PrefillFirst, 4000, 500, 200)]
    public void It_agrees_with_a_simulation_step_by_step(StepComposition composition, int isl, int osl, int requests)
    {
        var engine = new SyntheticEngine();
        var request = new RequestShape(isl, osl);
        var policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout) with { Composition = composition, MaxSequences = 256 };
        var steady = new AggregatedSteadyState(engine, policy, policy.LimitsFor(isl + osl), request);
        var point = steady.At(requests);
        var simulated = new StepByStepSimulation(
            engine, composition, policy.MaxBatchedTokens, steady.Capacity.SequencesPerSlot, engine.RequestPathMs, seed: 1)
            .Run(request, requests, measured: Math.Max(300, 6 * requests));

        Assert.InRange(point.RequestsPerMs / simulated.PerMs, 0.95, 1.05);
        Assert.InRange(point.TpotMs / simulated.TpotMs, 0.90, 1.10);
        Assert.InRange(point.TtftMs / simulated.TtftMs, 0.80, 1.20);
    }

    [Fact]
    public void A_worker_that_cannot_hold_one_sequence_is_refused()
    {
        var worker = new Workers(
            new SyntheticEngine { KvTokens = 1000 },
            EnginePolicies.For(new SyntheticEngine().Version, Systems.Node(), new(1)),
            new RequestShape(4000, 500),
            1);
        Assert.Throws<ArgumentException>(worker.Solve);
    }

    private static bool Near(double a, double b, double relative) => Math.Abs(a - b) <= relative * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-12;
}
