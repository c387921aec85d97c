using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Transfers;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.SteadyStates;

public sealed class DisaggregatedSteadyStateTests
{
    private static readonly KvLink Link = KvLink.Between(Systems.Node(), Systems.Node(), replicaGpus: 16);

    private static Gen<(Workers Worker, int Prefill, int Decode)> Replicas { get; } =
        from worker in Workers.Any
        from prefill in Gen.Choose(1, 6)
        from decode in Gen.Choose(1, 6)
        from osl in Gen.Elements(2, 16, 200, 1000)
        select (worker with { Request = worker.Request with { Osl = osl } }, prefill, decode);

    [Fact]
    public void Concurrency_is_throughput_times_latency_and_every_part_is_positive() =>
        Properties.Check(Replicas, replica =>
        {
            var point = Solve(replica).At(replica.Worker.Requests);
            var slots = replica.Decode * replica.Worker.Solve().Capacity.Slots;
            return Near(point.Requests, point.RequestsPerMs * point.RequestLatencyMs, 1e-9)
                && Near(point.DecodeRows * slots, point.RequestsPerMs * point.DecodeSteps * point.TpotMs, 1e-6)
                && point is { AdmissionMs: >= 0, ResidualMs: >= 0, QueueMs: >= 0, PrefillMs: > 0, TransferMs: > 0, JoinMs: >= 0 };
        });

    /// <summary>Batches of prompts alone (answers of two tokens leave little else) are approximate.</summary>
    [Fact]
    public void More_requests_never_shorten_a_latency_nor_lower_the_throughput() =>
        Properties.Check(Replicas, replica =>
        {
            var steady = Solve(replica);
            var (before, after) = (steady.At(replica.Worker.Requests), steady.At(replica.Worker.Requests + 1));
            return after.TtftMs >= before.TtftMs * (1 - 1e-6)
                && after.TpotMs >= before.TpotMs * (1 - 1e-6)
                && after.RequestsPerMs >= before.RequestsPerMs * (1 - (replica.Worker.Request.Osl == 2 ? 0.1 : 0.002));
        });

    [Fact]
    public void The_throughput_saturates_at_the_slower_pool_and_the_ttft_grows_without_bound() =>
        Properties.Check(Replicas, replica =>
        {
            var steady = Solve(replica);
            var (far, farther) = (steady.At(1_000_000), steady.At(2_000_000));
            var bound = Math.Min(steady.PromptCapacityPerMs, steady.DecodeCapacityPerMs);
            return far.RequestsPerMs <= bound * 1.001
                && farther.TtftMs > 1.9 * far.TtftMs
                && Near(farther.RequestsPerMs, far.RequestsPerMs, 0.01);
        });

    [Fact]
    public void Another_worker_in_either_pool_never_lowers_the_throughput() =>
        Properties.Check(Replicas, replica =>
        {
            var point = Solve(replica).At(replica.Worker.Requests);
            var morePrefill = Solve(replica with { Prefill = replica.Prefill + 1 }).At(replica.Worker.Requests);
            var moreDecode = Solve(replica with { Decode = replica.Decode + 1 }).At(replica.Worker.Requests);
            return morePrefill.RequestsPerMs >= point.RequestsPerMs * (1 - 1e-6) && moreDecode.RequestsPerMs >= point.RequestsPerMs * (1 - 1e-6);
        });

    [Fact]
    public void Twice_the_workers_carry_twice_the_requests_in_the_same_state() =>
        Properties.Check(Replicas, replica =>
        {
            var worker = replica.Worker;
            var doubled = (worker with { Requests = 2 * worker.Requests }, 2 * replica.Prefill, 2 * replica.Decode);
            var (one, two) = (Solve(replica).At(worker.Requests), Solve(doubled).At(2 * worker.Requests));
            return Near(two.TtftMs, one.TtftMs, 1e-6) && Near(two.TpotMs, one.TpotMs, 1e-6) && Near(two.RequestsPerMs, 2 * one.RequestsPerMs, 1e-6);
        });

    [Fact]
    public void A_lone_request_takes_path_prefill_transfer_and_its_steps()
    {
        var replica = (Worker: Workers.Any.Sample(1, 1).Single() with { Engine = new SyntheticEngine(), Request = new(4000, 500), Requests = 1 }, 1, 1);
        var engine = replica.Worker.Engine;
        var point = Solve(replica).At(1);
        Assert.Equal(0, point.ResidualMs + point.QueueMs + point.JoinMs + point.AdmissionMs);
        Assert.Equal(4000 * engine.KvBytesPerToken / 50e6 + 0.01, point.TransferMs, 1e-9);
        Assert.Equal(engine.StepMs(Model.Steps.BatchShape.Decode(1, 4250)), point.TpotMs, 1e-9);
    }

    [Fact]
    public void Slower_steps_and_links_scale_every_latency() =>
        Properties.Check(Replicas, replica =>
        {
            const double factor = 2.5;
            var worker = replica.Worker;
            var slower = worker with { Engine = worker.Engine with { Scale = factor, RequestPathMs = factor * worker.Engine.RequestPathMs } };
            var slowLink = new KvLink("slow", Link.BytesPerMs / factor, Link.LatencyMs * factor);
            var (point, scaled) = (Solve(replica).At(worker.Requests), Solve(replica with { Worker = slower }, slowLink).At(worker.Requests));
            return Near(scaled.TtftMs, factor * point.TtftMs, 1e-6) && Near(scaled.RequestsPerMs, point.RequestsPerMs / factor, 1e-6);
        });

    private static DisaggregatedSteadyState Solve((Workers Worker, int Prefill, int Decode) replica, KvLink? link = null)
    {
        var worker = replica.Worker;
        return new DisaggregatedSteadyState(
            new PrefillPool(worker.Engine, worker.Policy, worker.Limits, worker.Request),
            replica.Prefill,
            new DecodePool(worker.Engine, worker.Policy, worker.Limits, worker.Request),
            replica.Decode,
            worker.Request,
            link ?? Link);
    }

    private static bool Near(double a, double b, double relative) => Math.Abs(a - b) <= relative * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-12;
}
