using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Quantization;

/// <summary>
/// What engines do with a format for which the GPU has no tensor cores: multiply the stored weights in bf16 where they have a
/// kernel for it (Marlin in vLLM and SGLang), else refuse.
/// </summary>
public static class HardwareFallback
{
    private const int Ada = 89;
    private const int Blackwell = 100;

    /// <summary>Fits a plan to a GPU and an engine.</summary>
    /// <param name="plan">What the checkpoint declares, after overrides.</param>
    /// <param name="isMoe">Whether the model has experts: the expert format of a dense model is not looked at.</param>
    /// <param name="system">The GPU.</param>
    /// <param name="backend">The engine.</param>
    public static HardwareFit Apply(QuantizationPlan plan, bool isMoe, GpuSystem system, BackendKind backend)
    {
        var fit = new Fitting(system, backend);
        var fitted = plan with
        {
            Gemm = fit.Dense(plan.Gemm, "projections"),
            AttentionGemm = plan.AttentionGemm is { } attention ? fit.Dense(attention, "attention projections") : null,
            SharedExpertGemm = plan.SharedExpertGemm is { } shared ? fit.Dense(shared, "shared experts") : null,
            OutputGemm = fit.Dense(plan.OutputGemm, "the vocabulary projection"),
            Moe = isMoe ? fit.Experts(plan.Moe) : plan.Moe,
            Fmha = fit.PrefillAttention(plan.Fmha),
        };
        return new HardwareFit(fitted, fit.Notes, fit.Errors);
    }

    private sealed class Fitting(GpuSystem system, BackendKind backend)
    {
        public List<string> Notes { get; } = [];

        public List<ValidationError> Errors { get; } = [];

        // A GPU without CUDA has no compute capability; its system file states the rate at which fp8 is emulated.
        private bool HasFp8 => system.SmVersion >= Ada || (system.SmVersion == 0 && system.Fp8Flops is not null);

        private bool HasFp4 => system.SmVersion >= Blackwell;

        // The weight-only kernels that take fp8 and NVFP4 (Marlin) need CUDA; TensorRT-LLM has none for fp8.
        private bool HasCuda => system.SmVersion > 0;

        private bool HasFp8WeightOnly => HasCuda && backend != BackendKind.TensorRtLlm;

        public GemmQuant Dense(GemmQuant quant, string what) => quant switch
        {
            GemmQuant.Nvfp4 when !HasFp4 && HasCuda => Note(GemmQuant.Nvfp4WeightOnly, "fp4", $"{what} run as nvfp4_wo"),
            GemmQuant.Nvfp4 when !HasFp4 => Refuse(quant, "fp4", $"{quant.Name()} {what}"),
            GemmQuant.Fp8 or GemmQuant.Fp8Static or GemmQuant.Fp8Block when !HasFp8 && HasFp8WeightOnly =>
                Note(GemmQuant.Int8WeightOnly, "fp8", $"{what} multiply fp8 weights in bf16, which is priced as int8_wo"),
            GemmQuant.Fp8 or GemmQuant.Fp8Static or GemmQuant.Fp8Block when !HasFp8 => Refuse(quant, "fp8", $"{quant.Name()} {what}"),
            _ => quant,
        };

        public MoeQuant Experts(MoeQuant quant) => quant switch
        {
            MoeQuant.Nvfp4 when !HasFp4 && HasCuda => Note(MoeQuant.Nvfp4WeightOnly, "fp4", "experts run as nvfp4_wo"),
            MoeQuant.Mxfp4Mxfp8 when !HasFp4 && HasCuda => Note(MoeQuant.Mxfp4WeightOnly, "fp4", "experts run as w4a16_mxfp4"),
            MoeQuant.W4Afp8 when !HasFp8 && HasCuda => Note(MoeQuant.Int4WeightOnly, "fp8", "experts run as int4_wo"),
            MoeQuant.Fp8 or MoeQuant.Fp8Block when !HasFp8 && HasCuda && backend == BackendKind.Vllm =>
                Note(MoeQuant.Fp8WeightOnly, "fp8", "experts multiply fp8 weights in bf16 (fp8_wo)"),
            MoeQuant.Nvfp4 or MoeQuant.Mxfp4Mxfp8 when !HasFp4 => Refuse(quant, "fp4", $"{quant.Name()} experts"),
            MoeQuant.Fp8 or MoeQuant.Fp8Block or MoeQuant.W4Afp8 when !HasFp8 => Refuse(quant, "fp8", $"{quant.Name()} experts"),
            _ => quant,
        };

        public FmhaQuant PrefillAttention(FmhaQuant quant) =>
            quant == FmhaQuant.Fp8 && !HasFp8 ? Note(FmhaQuant.Bf16, "fp8", "prefill attention runs in bf16") : quant;

        private T Note<T>(T fallback, string cores, string consequence)
        {
            Notes.Add($"{system.Name} has no {cores} tensor cores: {consequence}");
            return fallback;
        }

        private T Refuse<T>(T asked, string cores, string what)
        {
            Errors.Add(new ValidationError(
                "--system",
                $"{system.Name} has no {cores} tensor cores, and {what} on {backend.Name()} are not priced without",
                "choose a bf16 or integer checkpoint, or a newer GPU"));
            return asked;
        }
    }
}
