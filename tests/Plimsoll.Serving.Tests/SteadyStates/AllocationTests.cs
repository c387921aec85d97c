using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Transfers;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.SteadyStates;

public sealed class AllocationTests
{
    private static readonly RequestShape Request = new(4000, 500);
    private static readonly SyntheticEngine Engine = new();
    private static readonly EnginePolicy Policy = EnginePolicies.For(Engine.Version, Engine.System, Engine.Layout);

    [Theory]
    [InlineData(StepComposition.Mixed)]
    [InlineData(StepComposition.PrefillFirst)]
    public void Solving_an_aggregated_operating_point_allocates_nothing(StepComposition composition)
    {
        var steady = new AggregatedSteadyState(Engine, Policy with { Composition = composition }, Policy.LimitsFor(4500), Request);
        Assert.Equal(0, AllocatedBy(batch => steady.At(batch)));
    }

    [Fact]
    public void Solving_a_disaggregated_operating_point_allocates_nothing()
    {
        var limits = Policy.LimitsFor(4500);
        var replica = new DisaggregatedSteadyState(
            new PrefillPool(Engine, Policy, limits, Request), 2, new DecodePool(Engine, Policy, limits, Request), 3, Request,
            KvLink.Between(Engine.System, Engine.System, 5));
        Assert.Equal(0, AllocatedBy(requests => replica.At(requests)));
    }

    /// <summary>Bytes that a hundred fresh operating points allocate, after one that readies the code.</summary>
    private static long AllocatedBy(Func<int, SteadyPoint> solve)
    {
        solve(1);
        solve(2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var requests = 3; requests < 103; requests++)
        {
            solve(requests);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
