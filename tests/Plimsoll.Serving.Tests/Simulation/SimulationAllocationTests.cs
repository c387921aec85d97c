using Plimsoll.Model.Backends;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

public sealed class SimulationAllocationTests
{
    [Theory]
    [InlineData(BackendKind.Vllm, 400_000)]
    [InlineData(BackendKind.Sglang, 400_000)]
    [InlineData(BackendKind.Vllm, 3000)]
    [InlineData(BackendKind.Sglang, 3000)]
    public void A_longer_run_allocates_no_more_than_a_short_one(BackendKind backend, long kvTokens)
    {
        var engine = new SyntheticEngine { Version = new EngineVersion(backend, "1.0.0") };
        var workers = Serve.Group(engine, path: new RequestPath(1, 2, 3), kvTokens: kvTokens);
        Allocated(workers, 100);
        var (small, large) = (Allocated(workers, 500), Allocated(workers, 5000));

        // Twenty times the smallest allocation per request would be ten times this.
        Assert.InRange(large - small, long.MinValue, 4500 * 2);
    }

    private static long Allocated(WorkerGroup workers, long requests)
    {
        var source = new Loop(32, requests);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ServingSimulation.Run(ServingTopology.Aggregated(workers), source, [new Silent()], CancellationToken.None);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Silent : SimulationObserver;

    /// <summary>Clients in a closed loop that allocate nothing.</summary>
    private sealed class Loop(int clients, long requests) : IRequestSource
    {
        private readonly double[] _due = new double[clients];
        private int _ready = clients;
        private long _sent;

        public double NextSendMs => _ready > 0 && _sent < requests ? _due[_ready - 1] : double.PositiveInfinity;

        public bool IsExhausted => _sent == requests;

        public ClientRequest Send()
        {
            var atMs = _due[--_ready];
            var id = _sent++;
            return new ClientRequest { Id = id, SentMs = atMs, Isl = 300 + (int)(id * 37 % 100), Osl = 50 + (int)(id * 53 % 100), Session = -1 };
        }

        public void Finished(in ClientRequest request, double nowMs) => _due[_ready++] = nowMs;
    }
}
