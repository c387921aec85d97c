using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Operators of a dense feed-forward part.</summary>
internal static class DenseFeedForwardOperators
{
    /// <summary>Adds norm, up (and gate) projection, activation, down projection and its all-reduce.</summary>
    public static void Add(List<StepOperator> operators, OperatorContext context, DenseFeedForward block, int layers)
    {
        operators.Add(context.Norm("ffn_norm", layers));
        AddProjections(
            operators, context, "ffn", context.Quantization.Gemm, block.IntermediateSize / context.Layout.Tp, block.Gated, layers);
        context.AddTensorAllReduce(operators, "ffn_allreduce", layers);
    }

    /// <summary>Adds the two projections and the activation of a network of inner width <paramref name="inner"/> on this GPU.</summary>
    public static void AddProjections(
        List<StepOperator> operators, OperatorContext context, string name, GemmQuant quant, int inner, bool gated, int layers)
    {
        var hidden = context.Model.HiddenSize;
        var up = gated ? 2 * inner : inner;
        operators.Add(context.Projection(name + "_up_gemm", layers, new GemmKey(quant, up, hidden)));
        operators.Add(new CurveOperator(
            name + "_activation", OperatorRole.PerToken, layers, context.Kernels.Elementwise(2.0 * (up + inner)))
        {
            Family = OperatorFamilies.Elementwise,
        });
        operators.Add(context.Projection(name + "_down_gemm", layers, new GemmKey(quant, hidden, inner, true)));
    }
}
