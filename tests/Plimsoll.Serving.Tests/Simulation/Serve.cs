using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>Runs simulations for tests.</summary>
internal static class Serve
{
    public static WorkerGroup Group(IServingEngine engine, Func<EnginePolicy, EnginePolicy>? change = null, int count = 1, RequestPath? path = null, long? kvTokens = null)
    {
        var policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout);
        policy = change?.Invoke(policy) ?? policy;
        return new WorkerGroup(engine, policy, policy.LimitsFor(131_072), path ?? RequestPath.None, count) { KvTokens = kvTokens };
    }

    public static (SimulationCounts Counts, Recording Recording) Run(WorkerGroup workers, IRequestSource source)
    {
        var recording = new Recording();
        var counts = ServingSimulation.Run(ServingTopology.Aggregated(workers), source, [recording], CancellationToken.None);
        return (counts, recording);
    }

    public static (SimulationCounts Counts, Recording Recording) Run(SyntheticEngine engine, IRequestSource source) => Run(Group(engine), source);
}
