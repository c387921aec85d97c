using Plimsoll.Model.Backends;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Tests.Engines;

namespace Plimsoll.Serving.Tests.Policies;

public sealed class EnginePoliciesTests
{
    [Theory]
    [InlineData("0.19.1", 0.90)]
    [InlineData("0.22.0", 0.92)]
    [InlineData("0.24.0", 0.92)]
    [InlineData("1.0.0rc1", 0.92)]
    public void The_memory_share_of_vllm_follows_its_release(string version, double share) =>
        Assert.Equal(share, EnginePolicies.For(new(BackendKind.Vllm, version), Systems.Node(), new(1)).MemoryFraction);

    [Theory]
    [InlineData("h200_sxm", 141e9, 8192, 1024)]
    [InlineData("a100_sxm", 80e9, 2048, 256)]
    [InlineData("l40s", 48e9, 2048, 256)]
    public void The_budget_of_vllm_follows_the_gpu(string system, double memory, int tokens, int sequences)
    {
        var policy = EnginePolicies.For(new(BackendKind.Vllm, "0.24.0"), Systems.Node(system) with { MemoryBytes = memory }, new(1));
        Assert.Equal((tokens, sequences), (policy.MaxBatchedTokens, policy.MaxSequences));
    }

    [Fact]
    public void Sglang_prefills_first_and_reserves_more_for_wider_layouts()
    {
        var version = new EngineVersion(BackendKind.Sglang, "0.5.10");
        var (narrow, wide) = (EnginePolicies.For(version, Systems.Node(), new(1)), EnginePolicies.For(version, Systems.Node(), new(8)));
        Assert.Equal(StepComposition.PrefillFirst, narrow.Composition);
        Assert.True(wide.MemoryFraction < narrow.MemoryFraction);
    }
}
