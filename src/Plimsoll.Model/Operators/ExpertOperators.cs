using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Operators of a mixture-of-experts part: router, shared expert, dispatch, routed experts, combine.</summary>
internal static class ExpertOperators
{
    // Sorting, two grouped projections, activation, summing, and the Python around them: as much launching as so many kernels
    // (H200, vLLM 0.24.0: a layer of experts launches in 1.3 ms where a dense one takes 0.65).
    private const int HostWorkOfExperts = 10;

    // With so many rows for the average expert hardly one is left out of a batch (e⁻⁴).
    private const int HitsPerExpert = 4;

    /// <summary>Adds the operators of one kind of expert layer.</summary>
    public static void Add(List<StepOperator> operators, OperatorContext context, MixtureOfExperts block, int layers)
    {
        var (model, layout, quantization) = (context.Model, context.Layout, context.Quantization);
        operators.Add(context.Norm("ffn_norm", layers));
        var start = operators.Count;
        operators.Add(context.Projection("router_gemm", layers, new GemmKey(GemmQuant.Bf16, block.Experts, model.HiddenSize)));
        AddSelection(operators, context, block, layers);
        AddLatent(operators, context, block, layers, "expert_latent_down_gemm", block.LatentSize, model.HiddenSize);
        AddDispatch(operators, context, block, layers);
        var key = new MoeKey(
            quantization.Moe,
            block.Experts,
            block.TopK,
            block.WidthOf(model.HiddenSize),
            block.IntermediateSize,
            layout.MoeTp,
            layout.MoeEp,
            ExpertRouting.Of(model, context.Options.MoeDistribution),
            block.Gated);
        operators.Add(new CurveOperator(
            "experts", OperatorRole.PerToken, layers, context.Kernels.Moe(key), layout.AttentionDp)
        {
            Family = OperatorFamilies.Experts,
            Kernels = HostWorkOfExperts,
            WeightBoundSize = HitsPerExpert * block.Experts / (double)block.TopK,
        });
        AddCombine(operators, context, block, layers);
        AddLatent(operators, context, block, layers, "expert_latent_up_gemm", model.HiddenSize, block.LatentSize);
        if (block.SharedIntermediateSize > 0)
        {
            var quant = quantization.SharedExpertGemm ?? quantization.Gemm;
            var shared = new List<StepOperator>();
            DenseFeedForwardOperators.AddProjections(
                shared, context, "shared_expert", quant, block.SharedIntermediateSize / layout.Tp, block.Gated, layers);
            operators.Add(SharedExpertOverlap.Exposed(
                [.. shared.Cast<CurveOperator>()], [.. operators.Skip(start).Cast<CurveOperator>()], SharedExpertOverlap.MostTokens(context.Backend)));
        }
    }

    // vLLM's tables time the experts with the choice already made: softmax with top-k over the router's logits, and the conversion of what
    // it chose, are two small kernels more. The other backends' choose within the measured call.
    private static void AddSelection(List<StepOperator> operators, OperatorContext context, MixtureOfExperts block, int layers)
    {
        if (context.Backend == BackendKind.Vllm)
        {
            const int kernels = 2;
            var curve = context.Kernels.Elementwise(2.0 * (block.Experts + (4 * block.TopK))).Scaled(kernels);
            operators.Add(new CurveOperator("expert_selection", OperatorRole.PerToken, layers, curve)
            {
                Family = OperatorFamilies.Elementwise,
                Kernels = kernels,
            });
        }
    }

    // Tokens are projected into the experts' narrower space before they are sent, and out of it after they are back, on every rank.
    private static void AddLatent(
        List<StepOperator> operators, OperatorContext context, MixtureOfExperts block, int layers, string name, int n, int k)
    {
        if (block.LatentSize > 0)
        {
            operators.Add(context.Projection(name, layers, new GemmKey(context.Quantization.Gemm, n, k)));
        }
    }

    // Attention data parallelism: every rank needs the tokens of all; TensorRT-LLM sends them already quantised.
    private static void AddDispatch(List<StepOperator> operators, OperatorContext context, MixtureOfExperts block, int layers)
    {
        var layout = context.Layout;
        if (ExpertExchange.IsUsed(context.Kernels.System, layout))
        {
            operators.Add(ExpertExchange.Of(context, block, ExchangeDirection.Dispatch, layers));
        }
        else if (layout.AttentionDp > 1)
        {
            var share = context.Backend == BackendKind.TensorRtLlm ? WireShare(context.Quantization.Moe) : 1;
            context.AddCollective(
                operators,
                "expert_dispatch",
                layers,
                CollectiveKind.AllGather,
                layout.StageGpus,
                context.Model.HiddenSize * layout.AttentionDp * share);
        }
    }

    private static void AddCombine(List<StepOperator> operators, OperatorContext context, MixtureOfExperts block, int layers)
    {
        var layout = context.Layout;
        if (ExpertExchange.IsUsed(context.Kernels.System, layout))
        {
            operators.Add(ExpertExchange.Of(context, block, ExchangeDirection.Combine, layers));
        }
        else if (layout.AttentionDp > 1)
        {
            context.AddCollective(
                operators,
                "expert_combine",
                layers,
                CollectiveKind.ReduceScatter,
                layout.StageGpus,
                context.Model.HiddenSize * (double)layout.AttentionDp);
        }
        else
        {
            context.AddTensorAllReduce(operators, "expert_allreduce", layers);
        }
    }

    // Bytes on the wire relative to bf16: fp8 half; NVFP4 a quarter plus one scale byte per 16 values.
    private static double WireShare(MoeQuant quant) => quant switch
    {
        MoeQuant.Nvfp4 => 0.28125,
        MoeQuant.Fp8 or MoeQuant.Fp8Block => 0.5,
        _ => 1,
    };
}
