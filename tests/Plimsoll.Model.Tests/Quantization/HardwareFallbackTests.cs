using Plimsoll.Model.Backends;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.Quantization;

public sealed class HardwareFallbackTests
{
    private static readonly QuantizationPlan Nvfp4 = new() { Gemm = GemmQuant.Nvfp4, Moe = MoeQuant.Nvfp4, KvCache = KvQuant.Fp8 };
    private static readonly QuantizationPlan Fp8 = new() { Gemm = GemmQuant.Fp8Block, Moe = MoeQuant.Fp8Block, Fmha = FmhaQuant.Fp8 };

    [Theory]
    [InlineData("b200_sxm")]
    [InlineData("gb300")]
    [InlineData("rtx_pro_6000_server")]
    public void Blackwell_multiplies_NVFP4_as_it_is(string system)
    {
        var fit = Fit(Nvfp4, system);
        Assert.Equal(Nvfp4, fit.Plan);
        Assert.Empty(fit.Notes);
        Assert.Empty(fit.Errors);
    }

    [Fact]
    public void Hopper_unpacks_NVFP4_weights()
    {
        var fit = Fit(Nvfp4, "h200_sxm");
        Assert.Equal(Nvfp4 with { Gemm = GemmQuant.Nvfp4WeightOnly, Moe = MoeQuant.Nvfp4WeightOnly }, fit.Plan);
        Assert.Equal(
            ["h200_sxm has no fp4 tensor cores: projections run as nvfp4_wo", "h200_sxm has no fp4 tensor cores: experts run as nvfp4_wo"], fit.Notes);
    }

    [Fact]
    public void Hopper_and_Ada_multiply_fp8()
    {
        Assert.Equal(Fp8, Fit(Fp8, "h100_sxm").Plan);
        Assert.Equal(Fp8, Fit(Fp8, "l40s").Plan);
    }

    [Fact]
    public void Ampere_unpacks_fp8_weights_where_the_engine_has_a_kernel_for_it()
    {
        var dense = Fit(Fp8, "a100_sxm", isMoe: false);
        Assert.Equal((GemmQuant.Int8WeightOnly, FmhaQuant.Bf16), (dense.Plan.Gemm, dense.Plan.Fmha));
        Assert.Equal(2, dense.Notes.Count);
        Assert.Empty(dense.Errors);

        Assert.Equal(MoeQuant.Fp8WeightOnly, Fit(Fp8, "a100_sxm").Plan.Moe);
        var sglang = HardwareFallback.Apply(Fp8, isMoe: true, SystemCatalog.Find("a100_sxm"), BackendKind.Sglang);
        Assert.Equal("a100_sxm has no fp8 tensor cores, and fp8_block experts on sglang are not priced without", Assert.Single(sglang.Errors).Message);
    }

    [Fact]
    public void TensorRT_LLM_refuses_fp8_on_Ampere()
    {
        var fit = HardwareFallback.Apply(Fp8, isMoe: false, SystemCatalog.Find("a100_sxm"), BackendKind.TensorRtLlm);
        Assert.Contains("fp8_block projections on trtllm", Assert.Single(fit.Errors).Message);
    }

    [Fact]
    public void A_GPU_without_CUDA_computes_fp8_at_its_stated_rate_and_refuses_NVFP4()
    {
        Assert.Equal(Fp8, Fit(Fp8, "b60").Plan);
        Assert.Equal(2, Fit(Nvfp4, "b60").Errors.Count);
    }

    [Fact]
    public void Four_bit_experts_with_8_bit_activations_fall_back_to_16_bit_ones()
    {
        Assert.Equal(MoeQuant.Mxfp4WeightOnly, Fit(new QuantizationPlan { Moe = MoeQuant.Mxfp4Mxfp8 }, "h200_sxm").Plan.Moe);
        Assert.Equal(MoeQuant.Int4WeightOnly, Fit(new QuantizationPlan { Moe = MoeQuant.W4Afp8 }, "a100_sxm").Plan.Moe);
        Assert.Equal(MoeQuant.W4Afp8, Fit(new QuantizationPlan { Moe = MoeQuant.W4Afp8 }, "h200_sxm").Plan.Moe);
    }

    private static HardwareFit Fit(QuantizationPlan plan, string system, bool isMoe = true) =>
        HardwareFallback.Apply(plan, isMoe, SystemCatalog.Find(system), BackendKind.Vllm);
}
