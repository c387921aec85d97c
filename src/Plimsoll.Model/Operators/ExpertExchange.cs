using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Operators;

/// <summary>
/// The all-to-all of wide expert parallelism (DeepEP in vLLM and SGLang, TensorRT-LLM's own): each rank sends its tokens only to the ranks whose
/// experts they chose.
/// </summary>
internal static class ExpertExchange
{
    private const int Narrow = 8;

    /// <summary>
    /// Whether engines are run with it: attention is data parallel on every rank, experts are not split, and the group is wider than a node
    /// of eight, inside which gathering all tokens is the engines' default.
    /// </summary>
    public static bool IsUsed(GpuSystem system, ParallelLayout layout) =>
        layout is { Tp: 1, MoeTp: 1 } && layout.AttentionDp == layout.MoeEp && layout.MoeEp > Math.Max(Narrow, system.GpusPerNode);

    /// <summary>One direction, for every expert layer.</summary>
    public static CurveOperator Of(OperatorContext context, MixtureOfExperts block, ExchangeDirection direction, int layers)
    {
        var bytes = direction == ExchangeDirection.Dispatch ? DispatchBytes(context) : 2;
        var key = new ExpertExchangeKey(direction, context.Layout.MoeEp, block.Experts, block.TopK, block.WidthOf(context.Model.HiddenSize), bytes);
        var name = direction == ExchangeDirection.Dispatch ? "expert_dispatch" : "expert_combine";
        return new CurveOperator(name, OperatorRole.PerToken, layers, context.Kernels.Exchange(key)) { Family = OperatorFamilies.Collectives };
    }

    // DeepEP sends fp8 with a scale for 128 values where experts compute in fp8; NVFP4 with a scale for 16 in TensorRT-LLM alone.
    private static double DispatchBytes(OperatorContext context) => context.Quantization.Moe switch
    {
        MoeQuant.Nvfp4 when context.Backend == BackendKind.TensorRtLlm => 0.5625,
        MoeQuant.Fp8 or MoeQuant.Fp8Block or MoeQuant.W4Afp8 or MoeQuant.Mxfp4Mxfp8 or MoeQuant.Nvfp4 => 1 + (4.0 / 128),
        _ => 2,
    };
}
