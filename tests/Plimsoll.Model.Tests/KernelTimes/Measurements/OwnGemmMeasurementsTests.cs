using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Measurements;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Measurements;

public sealed class OwnGemmMeasurementsTests
{
    private static readonly GpuSystem Gpu = SystemCatalog.Find("h200_sxm");

    [Fact]
    public void The_projections_of_a_qwen3_32b_layer_explain_its_decode_step()
    {
        // The issue of a host-bound table is settled by this: 172 µs a layer at one row, 64 layers, 11 of the engine's 12.8 ms.
        var own = OwnGemmMeasurements.For(Gpu)!;
        GemmKey[] layer =
        [
            new(GemmQuant.Fp8Block, 10_240, 5120), new(GemmQuant.Fp8Block, 5120, 8192), new(GemmQuant.Fp8Block, 51_200, 5120), new(GemmQuant.Fp8Block, 5120, 25_600),
        ];
        Assert.InRange(1000 * layer.Sum(key => own.Gemm(key)!.Ms(1)), 170, 174);
    }

    [Fact]
    public void Every_measurement_lies_above_the_roofline_and_grows_beyond_its_last()
    {
        var own = OwnGemmMeasurements.For(Gpu)!;
        foreach (var key in (GemmKey[])[new(GemmQuant.Fp8Block, 10_240, 5120), new(GemmQuant.Bf16, 28_672, 4096)])
        {
            var curve = own.Gemm(key)!;
            Assert.All(curve.Sizes.ToArray(), m => Assert.True(curve.Ms(m) > RooflineMs.Gemm(Gpu, key.Quant, m, key.N, key.K)));
            Assert.True(curve.TailSlope > 0);
            Assert.Equal(Provenance.Measured, curve.At(1).Provenance);
            Assert.Contains("h200_sxm", curve.Source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_was_not_measured_is_not_answered()
    {
        var own = OwnGemmMeasurements.For(Gpu)!;
        Assert.Null(own.Gemm(new GemmKey(GemmQuant.Fp8Block, 10_241, 5120)));
        Assert.Null(own.Gemm(new GemmKey(GemmQuant.Int4WeightOnly, 10_240, 5120)));
        Assert.Null(own.Moe(default));
        Assert.Null(own.Collective(default));
        Assert.Null(own.PrefillAttention(default));
        Assert.Null(own.DecodeAttention(default));
        Assert.Null(OwnGemmMeasurements.For(SystemCatalog.Find("l4")));
    }
}
