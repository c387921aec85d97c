using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Tests.Operators;

namespace Plimsoll.Model.Tests.Parallelism;

public sealed class LayoutRulesTests
{
    private static readonly QuantizationPlan Bf16 = new();

    private static readonly QuantizationPlan Blocks = new() { Gemm = GemmQuant.Fp8Block, Moe = MoeQuant.Fp8Block };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(8, 1)]
    [InlineData(16, 1)]
    public void A_dense_model_may_be_split_where_heads_and_widths_divide(int tp, int pp) =>
        Assert.Null(LayoutRules.Refusal(SmallModels.Dense, new ParallelLayout(tp, pp), Bf16, BackendKind.Vllm));

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(1, 4, 1, 4)]
    [InlineData(2, 2, 1, 4)]
    public void A_mixture_may_be_split_where_attention_and_experts_span_the_same_gpus(int tp, int dp, int moeTp, int moeEp) => Assert.Null(
        LayoutRules.Refusal(SmallModels.Moe, new ParallelLayout(tp, 1, dp, moeTp, moeEp), Bf16, BackendKind.Vllm));

    [Fact]
    public void More_stages_than_layers_are_refused() => Refused(
        "4 pipeline stages for 3 layers", SmallModels.Dense, new ParallelLayout(1, Pp: 4));

    [Fact]
    public void Heads_that_do_not_divide_are_refused() => Refused(
        "16 attention heads do not divide by tp 3", SmallModels.Dense, new ParallelLayout(3));

    [Fact]
    public void Key_value_heads_are_divided_or_replicated_evenly() => Refused(
        "4 KV heads neither divide by tp 6 nor are a divisor of it", WithHeads(12, 4), new ParallelLayout(6));

    [Fact]
    public void A_width_that_does_not_divide_is_refused() => Refused(
        "feed-forward width 2816 does not divide by 3", WithHeads(12, 12), new ParallelLayout(3));

    [Fact]
    public void A_width_must_leave_whole_quantisation_blocks()
    {
        // 2816 = 22 · 128: eleven blocks on each of two GPUs, five and a half on each of four.
        Assert.Null(LayoutRules.Refusal(SmallModels.Dense, new ParallelLayout(2), Blocks, BackendKind.Vllm));
        Assert.Null(LayoutRules.Refusal(SmallModels.Dense, new ParallelLayout(4), Bf16, BackendKind.Vllm));
        Refused(
            "feed-forward width 2816 over 4 leaves 704, no multiple of the 128-wide quantisation block", SmallModels.Dense, new ParallelLayout(4), Blocks);
    }

    [Fact]
    public void Expert_widths_follow_the_same_rules_over_their_own_split()
    {
        Refused("expert width 512 over 8 leaves 64, no multiple of the 128-wide quantisation block", WithExperts(512), new ParallelLayout(8, MoeTp: 8), Blocks);
        Refused("expert width 500 does not divide by 8", WithExperts(500), new ParallelLayout(8, MoeTp: 8));
        Assert.Null(LayoutRules.Refusal(WithExperts(512), new ParallelLayout(8, MoeEp: 8), Blocks, BackendKind.Vllm));
    }

    [Fact]
    public void A_shared_expert_is_split_like_the_dense_layers() => Refused(
        "shared expert width 256 over 4 leaves 64, no multiple of the 128-wide quantisation block",
        WithExperts(512, shared: 256),
        new ParallelLayout(4, MoeEp: 4),
        Blocks);

    [Fact]
    public void Attention_and_experts_must_span_the_same_gpus() => Refused(
        "attention spans 4 GPUs but experts 2", SmallModels.Moe, new ParallelLayout(4, MoeTp: 2));

    [Fact]
    public void Experts_must_divide() => Refused(
        "16 experts do not divide by ep 32", WithHeads(32, 32) with { LayerGroups = [new LayerGroup(2, new GroupedQueryAttention(32, 32, 64), new MixtureOfExperts(16, 4, 512))] }, new ParallelLayout(32, MoeEp: 32));

    [Fact]
    public void A_dense_model_has_neither_experts_to_split_nor_to_share()
    {
        Refused("a dense model has no experts to split", SmallModels.Dense, new ParallelLayout(2, MoeTp: 2));
        Refused("attention data parallelism needs experts to share", SmallModels.Dense, new ParallelLayout(1, AttentionDp: 2));
    }

    [Fact]
    public void Backends_have_their_own_limits()
    {
        var both = new ParallelLayout(2, AttentionDp: 2, MoeTp: 2, MoeEp: 2);
        Refused("vLLM splits experts by tensor or by expert parallelism, not both", SmallModels.Moe, both);
        Refused("TensorRT-LLM has attention either data parallel or tensor parallel, not both", SmallModels.Moe, both, backend: BackendKind.TensorRtLlm);
        Assert.Null(LayoutRules.Refusal(SmallModels.Moe, both, Bf16, BackendKind.Sglang));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(-2, 1, 1)]
    [InlineData(1, 1, 0)]
    public void No_width_is_below_one(int tp, int pp, int dp) => Assert.Contains(
        "has a width below 1",
        LayoutRules.Refusal(SmallModels.Dense, new ParallelLayout(tp, pp, dp), Bf16, BackendKind.Vllm),
        StringComparison.Ordinal);

    private static void Refused(
        string expected, ModelSpec model, ParallelLayout layout, QuantizationPlan? quantization = null, BackendKind backend = BackendKind.Vllm) =>
        Assert.Equal(expected, LayoutRules.Refusal(model, layout, quantization ?? Bf16, backend));

    private static ModelSpec WithHeads(int heads, int kvHeads) => SmallModels.Dense with
    {
        LayerGroups = [new LayerGroup(3, new GroupedQueryAttention(heads, kvHeads, 64), new DenseFeedForward(2816))],
    };

    private static ModelSpec WithExperts(int width, int shared = 0) => SmallModels.Dense with
    {
        LayerGroups = [new LayerGroup(3, new GroupedQueryAttention(16, 4, 64), new MixtureOfExperts(16, 4, width, shared))],
    };
}
