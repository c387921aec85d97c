using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Memory;

/// <summary>Counts the weights that one GPU of a worker holds.</summary>
public static class WeightBytes
{
    /// <summary>
    /// Bytes on the fullest pipeline stage: its layers, and the embedding or the vocabulary projection, whichever stage it is
    /// (both where there is only one stage). Experts are split by <c>MoeTp·MoeEp</c>, all other matrices by <c>Tp</c>.
    /// </summary>
    public static double PerGpu(ModelSpec model, ParallelLayout layout, QuantizationPlan quantization)
    {
        var layers = 0.0;
        foreach (var group in model.LayerGroups)
        {
            layers += group.Count * Layer(model, group, layout, quantization);
        }

        var stageLayers = Math.Ceiling((double)model.Layers / layout.Pp) / model.Layers;
        var embedding = 2.0 * model.HiddenSize * (((double)model.VocabularySize / layout.Tp) + model.LearnedPositions);
        var output = model.TiedEmbeddings && layout.Pp == 1
            ? 0
            : quantization.OutputGemm.BytesPerWeight() * model.HiddenSize * model.VocabularySize / layout.Tp;
        var ends = layout.Pp == 1 ? embedding + output : Math.Max(embedding, output);
        return (layers * stageLayers) + ends + (model.UnpricedWeightBytes / layout.Gpus);
    }

    private static double Layer(ModelSpec model, LayerGroup group, ParallelLayout layout, QuantizationPlan quantization)
    {
        var norms = 4.0 * model.HiddenSize;
        return norms + Attention(model, group.Attention, layout, quantization) + FeedForward(model, group.FeedForward, layout, quantization);
    }

    private static double Attention(ModelSpec model, AttentionBlock? block, ParallelLayout layout, QuantizationPlan quantization)
    {
        var weights = block?.Weights(model.HiddenSize, layout.Tp) ?? default;
        return ((quantization.AttentionGemm ?? quantization.Gemm).BytesPerWeight() * weights.Projections) + (2 * weights.Plain);
    }

    private static double FeedForward(ModelSpec model, FeedForwardBlock? block, ParallelLayout layout, QuantizationPlan quantization)
    {
        double hidden = model.HiddenSize;
        switch (block)
        {
            case DenseFeedForward dense:
                return quantization.Gemm.BytesPerWeight() * Matrices(dense.Gated) * hidden * dense.IntermediateSize / layout.Tp;
            case MixtureOfExperts experts:
                var router = 2.0 * hidden * experts.Experts;
                var shared = (quantization.SharedExpertGemm ?? quantization.Gemm).BytesPerWeight() * Matrices(experts.Gated) * hidden * experts.SharedIntermediateSize / layout.Tp;
                var routed = quantization.Moe.BytesPerWeight() * Matrices(experts.Gated) * experts.WidthOf(model.HiddenSize)
                    * experts.IntermediateSize * experts.Experts / (layout.MoeTp * layout.MoeEp);
                var latent = 2 * quantization.Gemm.BytesPerWeight() * hidden * experts.LatentSize;
                return router + shared + routed + latent;
            default:
                return 0;
        }
    }

    private static int Matrices(bool gated) => gated ? 3 : 2;
}
