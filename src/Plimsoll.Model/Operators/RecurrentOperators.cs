using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Operators of a recurrent mixer: gated delta nets and state spaces.</summary>
internal static class RecurrentOperators
{
    /// <summary>Adds norm, input projections, convolution and recurrence for prompts and for decode rows, gated norm, output projection and its all-reduce.</summary>
    public static void Add(List<StepOperator> operators, OperatorContext context, RecurrentMixer mixer, int layers)
    {
        var (hidden, tp, quant) = (context.Model.HiddenSize, context.Layout.Tp, context.AttentionGemm);
        var values = mixer.LocalValueHeads(tp) * mixer.ValueDim;

        // Decays and the like are narrow and stay in bf16; their launch is what they cost.
        var narrow = mixer.Rule == RecurrentKind.StateSpace ? 0 : mixer.LocalValueHeads(tp) * (mixer.Rule == RecurrentKind.GatedDelta ? 2 : 1);
        operators.Add(context.Norm("mixer_norm", layers));
        operators.Add(context.Projection("mixer_input_gemm", layers, new GemmKey(quant, mixer.InputWidth(tp) - narrow, hidden)));
        if (narrow > 0)
        {
            operators.Add(context.Projection("mixer_decay_gemm", layers, new GemmKey(GemmQuant.Bf16, narrow, hidden)));
        }

        if (mixer.Rule == RecurrentKind.ChannelDelta)
        {
            operators.Add(context.Projection("mixer_decay_down_gemm", layers, new GemmKey(GemmQuant.Bf16, mixer.KeyDim, hidden)));
            operators.Add(context.Projection(
                "mixer_decay_up_gemm", layers, new GemmKey(GemmQuant.Bf16, mixer.LocalValueHeads(tp) * mixer.KeyDim, mixer.KeyDim)));
        }

        foreach (var isConvolution in (bool[])[true, false])
        {
            var kernel = new RecurrentKernel(
                mixer.Rule, isConvolution, mixer.LocalKeyHeads(tp), mixer.LocalValueHeads(tp), mixer.KeyDim, mixer.ValueDim, mixer.ConvKernel);
            var name = isConvolution ? "convolution" : "recurrence";
            operators.Add(new PrefillMixerOperator("prefill_" + name, layers, context.Kernels.PrefillMixer(kernel)));
            operators.Add(new DecodeAttentionOperator(layers, context.Kernels.DecodeMixer(kernel)) { Name = "decode_" + name, Kernels = 0 });
        }

        operators.Add(new CurveOperator(
            "mixer_gated_norm", OperatorRole.PerToken, layers, context.Kernels.HiddenElementwise(6.0 * values))
        { Family = OperatorFamilies.Elementwise });
        operators.Add(context.Projection("mixer_output_gemm", layers, new GemmKey(quant, hidden, values, true)));
        context.AddTensorAllReduce(operators, "mixer_allreduce", layers);
    }
}
