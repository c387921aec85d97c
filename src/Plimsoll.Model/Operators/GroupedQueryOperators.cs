using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Models;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Operators of multi-head and grouped-query attention.</summary>
internal static class GroupedQueryOperators
{
    /// <summary>Adds norm, QKV projection, rotary embedding with cache write, attention, output projection and its all-reduce.</summary>
    public static void Add(List<StepOperator> operators, OperatorContext context, GroupedQueryAttention attention, int layers)
    {
        var (hidden, tp) = (context.Model.HiddenSize, context.Layout.Tp);
        var heads = attention.Heads / tp;
        var kvHeads = (attention.KvHeads + tp - 1) / tp;
        var (dim, quant) = (attention.HeadDim, context.AttentionGemm);
        var key = new AttentionKey(
            heads, kvHeads, dim, context.Quantization.KvCache, context.Quantization.Fmha, attention.Window);

        operators.Add(context.Norm("attention_norm", layers));
        operators.Add(context.Projection("qkv_gemm", layers, new GemmKey(quant, attention.InputWidth(tp), hidden)));
        operators.Add(new CurveOperator(
            "rope_kv_write", OperatorRole.PerToken, layers, context.Kernels.HiddenElementwise(PositionBytes(context, attention, heads, kvHeads)))
        {
            Family = OperatorFamilies.Elementwise,
            Kernels = attention.QkNorm ? 3 : 2,
        });
        operators.Add(new PrefillAttentionOperator(layers, context.Kernels.PrefillAttention(key)) { Family = OperatorFamilies.PrefillAttention });
        operators.Add(new DecodeAttentionOperator(layers, Decode(context, key))
        {
            Family = OperatorFamilies.DecodeAttention,
            Kernels = 0, // outside a graph one kernel attends for prompts and rows alike
        });
        operators.Add(context.Projection("attention_output_gemm", layers, new GemmKey(quant, hidden, heads * attention.ValueWidth, true)));
        context.AddTensorAllReduce(operators, "attention_allreduce", layers);
    }

    // The positions of one row that are verified together share its keys and values, as more query heads would.
    private static DecodeAttentionSurface Decode(OperatorContext context, AttentionKey key) => context.Options.Speculation is { PositionsPerRow: var positions }
        ? context.Kernels.DecodeAttention(key with { Heads = key.Heads * positions }).ForPositions(positions)
        : context.Kernels.DecodeAttention(key);

    // Per token: queries and keys are read and written (twice with a head norm), keys and values copied into the cache. Their launches hide
    // behind their neighbours in a CUDA graph (measured: a Llama step of one row is explained without them); the bytes do not.
    private static double PositionBytes(OperatorContext context, GroupedQueryAttention attention, int heads, int kvHeads)
    {
        var rotated = 4.0 * (heads + kvHeads) * attention.HeadDim * (attention.QkNorm ? 2 : 1);
        var cached = 2.0 * kvHeads * attention.HeadDim * (2 + Quantization.QuantizationNames.BytesPerValue(context.Quantization.KvCache));
        return rotated + cached;
    }
}
