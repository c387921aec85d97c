using FsCheck.Fluent;
using Plimsoll.Model.Parallelism;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Policies;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Simulation;

public sealed class ReferenceTests
{
    [Fact]
    public void The_simulation_does_what_the_plain_engine_does() =>
        Properties.Check(
            from scenario in Scenario.Any
            from perSecond in Gen.Elements(2, 10, 100, 1000)
            select (scenario, perSecond),
            given =>
            {
                var scenario = given.scenario with
                {
                    Engine = given.scenario.Engine with { Layout = new ParallelLayout(1) },
                    Policy = given.scenario.Policy with { Composition = StepComposition.Mixed, PrefixCaching = false },
                    Path = RequestPath.None,
                    Workers = 1,
                };
                var policy = scenario.Policy;
                var random = new Random(scenario.Seed);
                var times = Enumerable.Range(0, scenario.Requests).Select(_ => random.NextDouble() * 1000 * scenario.Requests / given.perSecond).Order().ToArray();
                var plain = new ReferenceEngine(scenario.Engine, policy, scenario.KvTokens / policy.KvBlockTokens)
                    .Serve([.. times.Select((at, id) => (at, scenario.Shapes(id)))]);
                var (_, recording) = Serve.Run(scenario.Group, Clients.At(scenario.Shapes, times));
                return recording.Outcomes.OrderBy(o => o.Id).Zip(plain).All(pair =>
                    pair.First.Id == pair.Second.Id
                    && pair.First.Preemptions == pair.Second.Preemptions
                    && Math.Abs(pair.First.FirstTokenMs - pair.Second.FirstTokenMs!.Value) < 1e-6
                    && Math.Abs(pair.First.LastTokenMs - pair.Second.LastTokenMs) < 1e-6);
            });
}
