using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;

namespace Plimsoll.Model.Tests.Operators;

public sealed class HybridOperatorsTests
{
    [Fact]
    public void A_recurrent_layer_runs_these_operators_in_this_order() => Assert.Equal(
        [
            "mixer_norm PerToken", "mixer_input_gemm PerToken", "mixer_decay_gemm PerToken", "prefill_convolution PrefillAttention",
            "decode_convolution DecodeAttention", "prefill_recurrence PrefillAttention", "decode_recurrence DecodeAttention",
            "mixer_gated_norm PerToken", "mixer_output_gemm PerToken", "mixer_allreduce PerToken",
        ],
        Build("Qwen/Qwen3.5-27B", 2, new SyntheticKernels()).SkipWhile(op => op.Name != "mixer_norm").Take(10).Select(op => $"{op.Name} {op.Role}"));

    [Fact]
    public void A_compressed_model_mixes_its_streams_once_a_layer_each_way()
    {
        var kernels = new SyntheticKernels();
        var operators = Build("deepseek-ai/DeepSeek-V4-Flash", 8, kernels);
        Assert.Equal([43, 43], operators.Where(op => op.Name is "streams_into_one" or "one_into_streams").Select(op => op.Launches));
        Assert.Equal(["dsv4_csa", "dsv4_hca"], kernels.Mixers.Select(kernel => kernel.Operation).Distinct().Order());
    }

    [Fact]
    public void Tokens_pass_into_and_out_of_the_latent_space_of_experts()
    {
        var kernels = new SyntheticKernels();
        var names = Build("nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", 1, kernels).Select(op => op.Name).ToList();
        Assert.True(names.IndexOf("expert_latent_down_gemm") < names.IndexOf("experts") && names.IndexOf("experts") < names.IndexOf("expert_latent_up_gemm"));
        Assert.Equal((1024, false), (Assert.Single(kernels.Moes).HiddenSize, kernels.Moes[0].Gated));
    }

    [Theory]
    [InlineData("Qwen/Qwen3.5-27B")]
    [InlineData("MiniMaxAI/MiniMax-M3")]
    [InlineData("deepseek-ai/DeepSeek-V4-Flash")]
    [InlineData("deepseek-ai/DeepSeek-V3.2")]
    [InlineData("moonshotai/Kimi-K3")]
    [InlineData("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16")]
    public void The_fast_price_is_the_sum_of_the_explained_parts_and_grows_with_the_work(string id)
    {
        var engine = new EngineModel(Build(id, 8, new SyntheticKernels()), Calibration.None);
        var mixed = new BatchShape(new[] { new PrefillChunk(900, 100), new PrefillChunk(50) }, 30, 30_000);
        Assert.Equal(engine.Explain(mixed).Ms, engine.StepMs(mixed), 6);
        Assert.InRange(engine.StepMs(BatchShape.Decode(64, 1000)), engine.StepMs(BatchShape.Decode(8, 1000)), engine.StepMs(BatchShape.Decode(64, 8000)));
        Assert.InRange(engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(1000))), engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(500))), engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(1000, 4000))) + 1e-9);
    }

    private static IReadOnlyList<StepOperator> Build(string id, int gpus, SyntheticKernels kernels)
    {
        var model = ModelCatalog.Find(id);
        var layout = new ParallelLayout(gpus, MoeEp: model.IsMoe ? gpus : 1);
        return OperatorGraph.Build(model, layout, model.Quantization, BackendKind.Vllm, new KernelSet(SmallModels.Node, [kernels]), new OperatorOptions());
    }
}
