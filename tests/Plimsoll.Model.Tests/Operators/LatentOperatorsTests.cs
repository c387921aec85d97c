using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;

namespace Plimsoll.Model.Tests.Operators;

public sealed class LatentOperatorsTests
{
    [Fact]
    public void A_block_that_was_measured_as_one_is_priced_as_one()
    {
        var kernels = new SyntheticKernels();
        var names = Build(kernels).Select(op => op.Name).Distinct().ToArray();
        Assert.Equal(["embedding", "embedding_allreduce", "attention_norm", "prefill_attention", "decode_attention", "attention_allreduce"], names[..6]);
        Assert.All(kernels.Mixers, kernel => Assert.Equal((typeof(LatentBlockKernel), 16), (kernel.GetType(), kernel.Heads)));
    }

    [Fact]
    public void Otherwise_its_projections_and_its_attention_are_summed_up()
    {
        var operators = Build(new SyntheticKernels { KnownMixers = kernel => kernel is LatentKernel });
        Assert.Equal(
            [
                "latent_down_gemm PerToken", "query_up_gemm PerToken", "kv_up_gemm PrefillAttention", "prefill_attention PrefillAttention",
                "query_absorption DecodeAttention", "decode_attention DecodeAttention", "value_absorption DecodeAttention", "attention_output_gemm PerToken",
            ],
            operators.SkipWhile(op => op.Name != "latent_down_gemm").Take(8).Select(op => $"{op.Name} {op.Role}"));
    }

    [Fact]
    public void In_small_steps_shared_experts_hide_behind_routed_ones_and_in_large_steps_they_do_not()
    {
        var shared = (CurveOperator)Build(new SyntheticKernels()).Single(op => op.Name == "shared_expert");
        Assert.Equal(0, shared.Curve.Ms(256));
        Assert.True(shared.Curve.Ms(257) > 0);
    }

    [Fact]
    public void A_cached_prefix_costs_more_than_none_and_less_than_computing_it()
    {
        var engine = new EngineModel(Build(new SyntheticKernels()), Plimsoll.Model.Calibrations.Calibration.None);
        double Ms(int tokens, int cached) => engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(tokens, cached)));
        Assert.InRange(Ms(1000, 30_000), Ms(1000, 0), Ms(31_000, 0));
    }

    private static IReadOnlyList<StepOperator> Build(SyntheticKernels kernels)
    {
        var model = ModelCatalog.Find("deepseek-ai/DeepSeek-V3");
        return OperatorGraph.Build(
            model, new ParallelLayout(8, MoeEp: 8), model.Quantization, BackendKind.Vllm, new KernelSet(SmallModels.Node, [kernels]), new OperatorOptions());
    }
}
