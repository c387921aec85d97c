using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes.Roofline;

public sealed class RooflineSourceTests
{
    private static readonly GpuSystem Gpu = SystemCatalog.Find("h200_sxm");

    private static readonly AttentionKey Attention = new(32, 8, 128, KvQuant.Bf16, FmhaQuant.Bf16);

    private static readonly MoeKey Moe = new(MoeQuant.Fp8, 64, 4, 4096, 1024, 1, 1, "balanced");

    [Fact]
    public void It_answers_every_query_that_the_gpu_can_compute_and_says_what_it_is()
    {
        var source = new RooflineSource(Gpu);
        Assert.All(Enum.GetValues<GemmQuant>().Where(quant => Gpu.Flops(quant.Compute()) is not null), quant =>
            Assert.Equal(Provenance.Roofline, source.Gemm(new GemmKey(quant, 4096, 4096))!.At(7).Provenance));
        Assert.All(Enum.GetValues<MoeQuant>().Where(quant => Gpu.Flops(quant.Compute()) is not null), quant =>
            Assert.Equal(Provenance.Roofline, source.Moe(Moe with { Quant = quant })!.At(7).Provenance));
        Assert.All(Enum.GetValues<CollectiveKind>(), kind =>
            Assert.Equal(Provenance.Roofline, source.Collective(new CollectiveKey(kind, 3))!.At(7).Provenance));
        Assert.Equal(Provenance.Roofline, source.PrefillAttention(Attention)!.At(3, 999, 5).Provenance);
        Assert.Equal(Provenance.Roofline, source.DecodeAttention(Attention)!.At(3, 999).Provenance);
        Assert.True(source.Gemm(new GemmKey(GemmQuant.Bf16, 4096, 4096))!.RelativeUncertainty > 0.2);
    }

    [Fact]
    public void What_the_gpu_cannot_compute_is_not_answered()
    {
        Assert.Null(new RooflineSource(Gpu).Gemm(new GemmKey(GemmQuant.Nvfp4, 4096, 4096)));
        Assert.Null(new RooflineSource(Gpu).Moe(Moe with { Quant = MoeQuant.Nvfp4 }));
        Assert.Null(new RooflineSource(SystemCatalog.Find("a100_sxm")).PrefillAttention(Attention with { Fmha = FmhaQuant.Fp8 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(262_144)]
    public void Ideal_it_is_the_bound_and_derated_it_is_slower(double size)
    {
        var (ideal, derated) = (new RooflineSource(Gpu, ideal: true), new RooflineSource(Gpu));
        var gemm = new GemmKey(GemmQuant.Fp8, 8192, 4096);
        Assert.Equal(RooflineMs.Gemm(Gpu, GemmQuant.Fp8, size, 8192, 4096), ideal.Gemm(gemm)!.Ms(size), 9);
        Assert.Equal(RooflineMs.Moe(Gpu, Moe, size), ideal.Moe(Moe)!.Ms(size), 9);
        Assert.Equal(RooflineMs.PrefillAttention(Gpu, Attention, 2, size), ideal.PrefillAttention(Attention)!.Ms(2, size, 0), 6);
        Assert.Equal(RooflineMs.DecodeAttention(Gpu, Attention, 64, size), ideal.DecodeAttention(Attention)!.Ms(64, size), 9);

        Assert.True(derated.Gemm(gemm)!.Ms(size) > ideal.Gemm(gemm)!.Ms(size));
        Assert.True(derated.Moe(Moe)!.Ms(size) > ideal.Moe(Moe)!.Ms(size));
        Assert.True(derated.PrefillAttention(Attention)!.Ms(2, size, 0) > ideal.PrefillAttention(Attention)!.Ms(2, size, 0));
        Assert.True(derated.DecodeAttention(Attention)!.Ms(64, size) > ideal.DecodeAttention(Attention)!.Ms(64, size));
    }
}
