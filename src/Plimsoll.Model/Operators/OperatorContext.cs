using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>What every operator builder needs: the worker and where its kernel times come from.</summary>
internal sealed record OperatorContext(
    ModelSpec Model,
    ParallelLayout Layout,
    QuantizationPlan Quantization,
    BackendKind Backend,
    KernelSet Kernels,
    OperatorOptions Options)
{
    /// <summary>Format of attention projections.</summary>
    public GemmQuant AttentionGemm => Quantization.AttentionGemm ?? Quantization.Gemm;

    /// <summary>Block-sparse attention as one GPU computes it.</summary>
    public BlockKernel Block(BlockSparseAttention attention) => new BlockSparseKernel(
        attention, Model.HiddenSize, attention.Heads / Layout.Tp, AttentionGemm, Quantization.KvCache, Quantization.Fmha);

    /// <summary>Compressed attention as one GPU computes it.</summary>
    public BlockKernel Block(CompressedAttention attention) => new CompressedKernel(
        attention, Model.HiddenSize, attention.Heads / Layout.Tp, AttentionGemm, Quantization.KvCache, Quantization.Fmha);

    /// <summary>The normalisation with residual addition before a half layer: reads and writes the residual and the normed stream.</summary>
    public CurveOperator Norm(string name, int layers) =>
        new(name, OperatorRole.PerToken, layers, Kernels.Elementwise(8.0 * Model.HiddenSize)) { Family = OperatorFamilies.Elementwise };

    /// <summary>A dense projection over all new tokens.</summary>
    public CurveOperator Projection(string name, int layers, GemmKey key) =>
        new(name, OperatorRole.PerToken, layers, Kernels.Gemm(key)) { Family = OperatorFamilies.Gemm(key.Quant), WeightBoundSize = 1 };

    /// <summary>The sum over tensor-parallel ranks after a row-parallel projection; nothing for one rank.</summary>
    public void AddTensorAllReduce(List<StepOperator> operators, string name, int layers) =>
        AddCollective(operators, name, layers, CollectiveKind.AllReduce, Layout.Tp, Model.HiddenSize);

    /// <summary>A collective over all new tokens; nothing for one GPU.</summary>
    public void AddCollective(
        List<StepOperator> operators, string name, int layers, CollectiveKind kind, int gpus, double elementsPerToken)
    {
        if (gpus > 1)
        {
            var curve = Kernels.Collective(new CollectiveKey(kind, gpus, Quantization.Comm));
            operators.Add(new CurveOperator(name, OperatorRole.PerToken, layers, curve, elementsPerToken) { Family = OperatorFamilies.Collectives });
        }
    }
}
