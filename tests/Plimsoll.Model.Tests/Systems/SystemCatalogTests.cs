using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Systems;

public sealed class SystemCatalogTests
{
    [Fact]
    public void Every_name_is_found_under_its_own_name_with_usable_figures()
    {
        Assert.All(SystemCatalog.Names, name =>
        {
            var system = SystemCatalog.Find(name);
            Assert.Equal(name, system.Name);
            Assert.True(system.MemoryBandwidth > 0 && system.MemoryBytes > 0 && system.Bf16Flops > 0);
            Assert.True(system.IntraNodeBandwidth > 0 && system.InterNodeBandwidth > 0 && system.PcieBandwidth > 0);
            Assert.True(system.GpusPerNode > 0 && system.NcclBytes.Count > 0 && system.OtherBytes > 0);
        });
    }

    [Fact]
    public void Case_does_not_matter() => Assert.Equal("h200_sxm", SystemCatalog.Find("H200_SXM").Name);

    [Theory]
    [InlineData("h200_smx", "did you mean 'h200_sxm'?")]
    [InlineData("toaster", "known: a100_pcie, a100_sxm")]
    public void An_unknown_name_is_refused_with_a_hint(string name, string hint)
    {
        Assert.Null(SystemCatalog.TryFind(name));
        var refused = Assert.Throws<InvalidInputException>(() => SystemCatalog.Find(name));
        Assert.Contains(hint, Assert.Single(refused.Errors).Hint);
    }
}
