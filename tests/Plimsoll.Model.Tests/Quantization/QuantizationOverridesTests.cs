using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Quantization;

public sealed class QuantizationOverridesTests
{
    private static readonly QuantizationPlan Declared = new()
    {
        Gemm = GemmQuant.Nvfp4,
        AttentionGemm = GemmQuant.Bf16,
        SharedExpertGemm = GemmQuant.Fp8,
        Moe = MoeQuant.Nvfp4,
        KvCache = KvQuant.Fp8,
    };

    [Fact]
    public void Without_overrides_the_plan_stays() => Assert.Equal(Declared, new QuantizationOverrides().Apply(Declared, isMoe: true));

    [Fact]
    public void An_override_of_projections_holds_for_all_of_them()
    {
        var plan = new QuantizationOverrides { Gemm = "fp8_block", Moe = "FP8_BLOCK", KvCache = "bfloat16" }.Apply(Declared, isMoe: true);
        Assert.Equal(new QuantizationPlan { Gemm = GemmQuant.Fp8Block, Moe = MoeQuant.Fp8Block }, plan);
    }

    [Fact]
    public void Attention_projections_may_differ()
    {
        var plan = new QuantizationOverrides { Gemm = "fp8", Attention = "bfloat16", Fmha = "fp8", Comm = "fp8" }.Apply(Declared, isMoe: true);
        Assert.Equal((GemmQuant.Fp8, GemmQuant.Bf16, FmhaQuant.Fp8, CommQuant.Fp8), (plan.Gemm, plan.AttentionGemm, plan.Fmha, plan.Comm));
    }

    [Fact]
    public void Every_unknown_name_is_reported_with_the_nearest()
    {
        var overrides = new QuantizationOverrides { Gemm = "fp8_blok", KvCache = "fp9", Moe = "fp8" };
        var refused = Assert.Throws<InvalidInputException>(() => overrides.Apply(Declared, isMoe: false));
        Assert.Equal(
            [
                "--gemm-quant-mode: 'fp8_blok' is not a known mode (did you mean 'fp8_block'?)",
                "--kvcache-quant-mode: 'fp9' is not a known mode (did you mean 'fp8'?)",
                "--moe-quant-mode: has no effect: the model has no experts (leave it out)",
            ],
            refused.Errors.Select(error => error.ToString()));
    }
}
