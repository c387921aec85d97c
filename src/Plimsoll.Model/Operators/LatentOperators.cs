using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>
/// Operators of multi-head latent attention: the whole block where it was measured as one, else its projections and its attention.
/// </summary>
/// <remarks>
/// A whole block is priced apart for prompts and for decode rows, so a mixed step reads its projections' weights twice. For prompts the keys
/// and values of all heads are unfolded from the latent vectors; decode rows attend in the latent space, with two products around it.
/// </remarks>
internal static class LatentOperators
{
    // Three projections, norms of both latent vectors, rotary embedding, cache write, attention and output, when it is launched one by one.
    private const int KernelsOfBlock = 10;

    /// <summary>Adds norm, attention with its projections, and the all-reduce.</summary>
    public static void Add(List<StepOperator> operators, OperatorContext context, LatentAttention attention, int layers)
    {
        var heads = attention.Heads / context.Layout.Tp;
        var (kv, fmha) = (context.Quantization.KvCache, context.Quantization.Fmha);
        var block = new LatentBlockKernel(attention, context.Model.HiddenSize, heads, context.AttentionGemm, kv, fmha);
        operators.Add(context.Norm("attention_norm", layers));
        if (attention.Indexer is not null || context.Kernels.MeasuresWhole(block, new LatentKernel(attention, heads, kv, fmha)))
        {
            operators.Add(new PrefillMixerOperator("prefill_attention", layers, context.Kernels.PrefillMixer(block)) { Kernels = KernelsOfBlock });
            operators.Add(new DecodeAttentionOperator(layers, context.Kernels.DecodeMixer(block)) { Kernels = 0 });
        }
        else
        {
            AddParts(operators, context, attention, layers, heads);
        }

        if (attention.Gated)
        {
            operators.Add(context.Projection(
                "output_gate_gemm", layers, new GemmKey(context.AttentionGemm, heads * attention.ValueDim, context.Model.HiddenSize)));
        }

        context.AddTensorAllReduce(operators, "attention_allreduce", layers);
    }

    private static void AddParts(List<StepOperator> operators, OperatorContext context, LatentAttention attention, int layers, int heads)
    {
        var (hidden, quant, kernels) = (context.Model.HiddenSize, context.AttentionGemm, context.Kernels);
        var kernel = new LatentKernel(attention, heads, context.Quantization.KvCache, context.Quantization.Fmha);
        operators.Add(context.Projection("latent_down_gemm", layers, new GemmKey(quant, attention.DownWidth, hidden)));
        var queryInput = attention.QueryRank > 0 ? attention.QueryRank : hidden;
        operators.Add(context.Projection("query_up_gemm", layers, new GemmKey(quant, heads * attention.KeyDim, queryInput)));
        operators.Add(new CurveOperator(
            "kv_up_gemm",
            OperatorRole.PrefillAttention,
            layers,
            kernels.Gemm(new GemmKey(quant, heads * (attention.NopeDim + attention.ValueDim), attention.KvRank))));
        operators.Add(new PrefillMixerOperator("prefill_attention", layers, kernels.PrefillMixer(kernel)));
        AddProduct(operators, context, "query_absorption", new LatentAbsorption(attention, heads, quant, AfterAttention: false), layers);
        operators.Add(new DecodeAttentionOperator(layers, kernels.DecodeMixer(kernel)) { Kernels = 0 });
        AddProduct(operators, context, "value_absorption", new LatentAbsorption(attention, heads, quant, AfterAttention: true), layers);
        operators.Add(context.Projection(
            "attention_output_gemm", layers, new GemmKey(quant, hidden, heads * attention.ValueDim, true)));
    }

    private static void AddProduct(
        List<StepOperator> operators, OperatorContext context, string name, LatentAbsorption product, int layers) =>
        operators.Add(new CurveOperator(name, OperatorRole.DecodeAttention, layers, context.Kernels.PerToken(product)));
}
