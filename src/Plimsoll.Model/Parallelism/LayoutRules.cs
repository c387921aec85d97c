using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Parallelism;

/// <summary>Which layouts a model can be split into, and why not.</summary>
public static class LayoutRules
{
    private const int QuantBlock = 128;

    /// <summary>The first reason why the worker cannot exist, or null when it can.</summary>
    public static string? Refusal(ModelSpec model, ParallelLayout layout, QuantizationPlan quantization, BackendKind backend)
    {
        if (layout.Tp < 1 || layout.Pp < 1 || layout.AttentionDp < 1 || layout.MoeTp < 1 || layout.MoeEp < 1)
        {
            return $"{layout} has a width below 1";
        }

        if (layout.Pp > model.Layers)
        {
            return $"{layout.Pp} pipeline stages for {model.Layers} layers";
        }

        foreach (var group in model.LayerGroups)
        {
            var reason = group.Attention?.Refusal(layout.Tp)
                ?? FeedForward(group.FeedForward, layout, quantization, backend);
            if (reason is not null)
            {
                return reason;
            }
        }

        return model.IsMoe ? null
            : layout.MoeTp != 1 || layout.MoeEp != 1 ? "a dense model has no experts to split"
            : layout.AttentionDp != 1 ? "attention data parallelism needs experts to share"
            : null;
    }

    private static string? FeedForward(FeedForwardBlock? block, ParallelLayout layout, QuantizationPlan quantization, BackendKind backend)
    {
        switch (block)
        {
            case DenseFeedForward dense:
                return Width("feed-forward width", dense.IntermediateSize, layout.Tp, quantization.Gemm == GemmQuant.Fp8Block);
            case MixtureOfExperts experts:
                return Experts(experts, layout, backend)
                    ?? Width("expert width", experts.IntermediateSize, layout.MoeTp, quantization.Moe == MoeQuant.Fp8Block)
                    ?? (experts.SharedIntermediateSize > 0
                        ? Width("shared expert width", experts.SharedIntermediateSize, layout.Tp, quantization.Gemm == GemmQuant.Fp8Block)
                        : null);
            default:
                return null;
        }
    }

    private static string? Experts(MixtureOfExperts experts, ParallelLayout layout, BackendKind backend)
    {
        if (layout.StageGpus != layout.MoeTp * layout.MoeEp)
        {
            return $"attention spans {layout.StageGpus} GPUs but experts {layout.MoeTp * layout.MoeEp}";
        }

        if (experts.Experts % layout.MoeEp != 0)
        {
            return $"{experts.Experts} experts do not divide by ep {layout.MoeEp}";
        }

        return backend switch
        {
            BackendKind.TensorRtLlm when layout.AttentionDp > 1 && layout.Tp > 1 =>
                "TensorRT-LLM has attention either data parallel or tensor parallel, not both",
            BackendKind.Vllm when layout.MoeTp > 1 && layout.MoeEp > 1 =>
                "vLLM splits experts by tensor or by expert parallelism, not both",
            _ => null,
        };
    }

    private static string? Width(string what, int width, int split, bool blockwise)
    {
        if (width % split != 0)
        {
            return $"{what} {width} does not divide by {split}";
        }

        return blockwise && width / split % QuantBlock != 0
            ? $"{what} {width} over {split} leaves {width / split}, no multiple of the {QuantBlock}-wide quantisation block"
            : null;
    }
}
