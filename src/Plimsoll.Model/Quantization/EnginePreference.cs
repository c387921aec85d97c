using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Quantization;

/// <summary>Number formats that an engine chooses by itself where the checkpoint leaves it a choice. A format fixed by the user is not touched.</summary>
public static class EnginePreference
{
    private const int Blackwell = 100;

    /// <summary>The plan with the engine's choices, and a sentence for each.</summary>
    /// <param name="plan">What the checkpoint declares.</param>
    /// <param name="isMoe">Whether the model has experts.</param>
    /// <param name="system">The GPU.</param>
    /// <param name="backend">The engine.</param>
    public static (QuantizationPlan Plan, IReadOnlyList<string> Notes) Apply(
        QuantizationPlan plan, bool isMoe, GpuSystem system, BackendKind backend)
    {
        // MXFP4 checkpoints fix the weights only. TensorRT-LLM multiplies them with MXFP8 activations where the tensor cores can.
        var withFp8Activations = isMoe
            && plan.Moe == MoeQuant.Mxfp4WeightOnly
            && backend == BackendKind.TensorRtLlm
            && system.SmVersion >= Blackwell;
        return withFp8Activations
            ? (plan with { Moe = MoeQuant.Mxfp4Mxfp8 },
                [$"{backend.Name()} multiplies MXFP4 experts with MXFP8 activations on {system.Name} (--moe-quant-mode {MoeQuant.Mxfp4WeightOnly.Name()} keeps bf16)"])
            : (plan, []);
    }
}
