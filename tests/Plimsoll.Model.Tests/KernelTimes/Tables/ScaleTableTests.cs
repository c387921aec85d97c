using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class ScaleTableTests
{
    [Fact]
    public void Finding_scales_may_cost_nothing()
    {
        var source = new SmallDatabase()
            .Gemm(new GemmRow(1, 1024, 1024, 0.5, "fp8"), new GemmRow(64, 1024, 1024, 1, "fp8"))
            .Scale("computescale_perf", (1, 1024, 0), (64, 1024, 0))
            .Source();

        Assert.Equal(0.5, source.Gemm(new GemmKey(GemmQuant.Fp8Static, 1024, 1024))!.Ms(1));
    }
}
