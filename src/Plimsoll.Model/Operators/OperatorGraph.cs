using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Builds the operators of one worker from a model and a layout.</summary>
/// <remarks>
/// Adding a kind of attention or feed-forward part means a block record, one file like <see cref="GroupedQueryOperators"/>, and one case here.
/// </remarks>
public static class OperatorGraph
{
    /// <summary>The operators of a worker in execution order, equal layers folded into launches.</summary>
    /// <param name="model">What is served.</param>
    /// <param name="layout">How it is spread.</param>
    /// <param name="quantization">Number formats in effect.</param>
    /// <param name="backend">The engine, whose expert communication differs.</param>
    /// <param name="kernels">Kernel times.</param>
    /// <param name="options">Further choices.</param>
    public static IReadOnlyList<StepOperator> Build(
        ModelSpec model,
        ParallelLayout layout,
        QuantizationPlan quantization,
        BackendKind backend,
        KernelSet kernels,
        OperatorOptions options)
    {
        var operators = new List<StepOperator>();
        var context = new OperatorContext(model, layout, quantization, backend, kernels, options);
        AddEmbedding(operators, context);
        foreach (var group in model.LayerGroups)
        {
            switch (group.Attention)
            {
                case GroupedQueryAttention attention:
                    GroupedQueryOperators.Add(operators, context, attention, group.Count);
                    break;
                case LatentAttention attention:
                    LatentOperators.Add(operators, context, attention, group.Count);
                    break;
                case RecurrentMixer mixer:
                    RecurrentOperators.Add(operators, context, mixer, group.Count);
                    break;
                case BlockSparseAttention attention:
                    WholeBlockOperators.Add(operators, context, context.Block(attention), group.Count);
                    break;
                case CompressedAttention attention:
                    WholeBlockOperators.Add(operators, context, context.Block(attention), group.Count);
                    break;
                case { } other:
                    throw new NotSupportedException($"no operators for {other.GetType().Name}");
            }

            switch (group.FeedForward)
            {
                case DenseFeedForward dense:
                    DenseFeedForwardOperators.Add(operators, context, dense, group.Count);
                    break;
                case MixtureOfExperts experts:
                    ExpertOperators.Add(operators, context, experts, group.Count);
                    break;
                case { } other:
                    throw new NotSupportedException($"no operators for {other.GetType().Name}");
            }
        }

        AddHyperConnections(operators, context);
        AddOutput(operators, context);
        return operators;
    }

    private static void AddEmbedding(List<StepOperator> operators, OperatorContext context)
    {
        var hidden = context.Model.HiddenSize;
        operators.Add(new CurveOperator("embedding", OperatorRole.PerToken, 1, context.Kernels.Elementwise(2.0 * hidden)));
        context.AddTensorAllReduce(operators, "embedding_allreduce", 1);
    }

    private static void AddHyperConnections(List<StepOperator> operators, OperatorContext context)
    {
        var (model, kernels) = (context.Model, context.Kernels);
        if (model.ResidualStreams > 0)
        {
            operators.Add(new CurveOperator(
                "streams_into_one", OperatorRole.PerToken, model.Layers, kernels.PerToken(new HyperConnection(model.HiddenSize, model.ResidualStreams, IsAfter: false))));
            operators.Add(new CurveOperator(
                "one_into_streams", OperatorRole.PerToken, model.Layers, kernels.PerToken(new HyperConnection(model.HiddenSize, model.ResidualStreams, IsAfter: true))));
        }
    }

    private static void AddOutput(List<StepOperator> operators, OperatorContext context)
    {
        var (model, layout) = (context.Model, context.Layout);
        var width = (model.VocabularySize + layout.Tp - 1) / layout.Tp;
        var projection = context.Kernels.Gemm(new GemmKey(context.Quantization.OutputGemm, width, model.HiddenSize));
        operators.Add(new CurveOperator("logits_gemm", OperatorRole.PerSequenceOutput, 1, projection));
        if (layout.Tp > 1)
        {
            var gather = context.Kernels.Collective(new CollectiveKey(CollectiveKind.AllGather, layout.Tp));
            operators.Add(new CurveOperator("logits_gather", OperatorRole.PerSequenceOutput, 1, gather, model.VocabularySize));
        }

        if (context.Options.SamplingBytesPerLogit > 0)
        {
            var sampling = context.Kernels.Elementwise(context.Options.SamplingBytesPerLogit * model.VocabularySize);
            operators.Add(new CurveOperator("sampling", OperatorRole.PerSequenceOutput, 1, sampling));
        }

        if (layout.Pp > 1)
        {
            var hop = context.Kernels.PointToPoint(2.0 * model.HiddenSize / layout.Tp, layout.Gpus);
            operators.Add(new CurveOperator("pipeline_p2p", OperatorRole.PerToken, layout.Pp - 1, hop));
        }
    }
}
