using Plimsoll.Model.KernelTimes.Transfer;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Transfer;

public sealed class ArchitectureDistanceTests
{
    private static readonly GpuSystem[] Measured =
        [.. new[] { "a100_sxm", "l40s", "h100_sxm", "h200_sxm", "b200_sxm", "gb200" }.Select(SystemCatalog.Find)];

    [Theory]
    [InlineData("a30", "a100_sxm")]
    [InlineData("a100_pcie", "a100_sxm")]
    [InlineData("l4", "l40s")]
    [InlineData("h100_pcie", "h100_sxm")]
    [InlineData("b300_sxm", "b200_sxm")]
    [InlineData("gb300", "gb200")]
    [InlineData("rtx_pro_6000_server", "l40s")]
    public void The_nearest_measured_gpu_is_the_sibling(string asked, string expected)
    {
        var system = SystemCatalog.Find(asked);
        Assert.Equal(expected, Measured.MinBy(donor => ArchitectureDistance.Between(system, donor, KernelKind.Gemm))!.Name);
    }

    [Theory]
    [InlineData("l4", "l40s")]
    [InlineData("a30", "l40s")]
    [InlineData("b300_sxm", "b200_sxm")]
    public void Collectives_go_by_the_links(string asked, string expected)
    {
        var system = SystemCatalog.Find(asked);
        Assert.Equal(expected, Measured.MinBy(donor => ArchitectureDistance.Between(system, donor, KernelKind.Collective))!.Name);
    }

    [Fact]
    public void Distances_are_symmetric_and_zero_only_for_equal_facts()
    {
        foreach (var a in SystemCatalog.Names.Select(SystemCatalog.Find))
        {
            foreach (var b in SystemCatalog.Names.Select(SystemCatalog.Find))
            {
                var distance = ArchitectureDistance.Between(a, b, KernelKind.Moe);
                Assert.Equal(distance, ArchitectureDistance.Between(b, a, KernelKind.Moe), 12);
                Assert.Equal(a.Name == b.Name, distance == 0);
            }
        }
    }
}
