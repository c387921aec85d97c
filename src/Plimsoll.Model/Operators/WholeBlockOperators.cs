using Plimsoll.Model.KernelTimes.Mixers;

namespace Plimsoll.Model.Operators;

/// <summary>Operators of attention blocks that are only known as a whole: block-sparse and compressed attention.</summary>
internal static class WholeBlockOperators
{
    // Projections of queries, keys, values and the index, norms, rotary embedding, cache write, choice, attention, output.
    private const int KernelsOfBlock = 14;

    /// <summary>Adds norm, the block for prompts and for decode rows, and the all-reduce.</summary>
    public static void Add(List<StepOperator> operators, OperatorContext context, BlockKernel block, int layers)
    {
        operators.Add(context.Norm("attention_norm", layers));
        operators.Add(new PrefillMixerOperator("prefill_attention", layers, context.Kernels.PrefillMixer(block)) { Kernels = KernelsOfBlock });
        operators.Add(new DecodeAttentionOperator(layers, context.Kernels.DecodeMixer(block)) { Kernels = 0 });
        context.AddTensorAllReduce(operators, "attention_allreduce", layers);
    }
}
