namespace Plimsoll.Model.Quantization;

/// <summary>How the weights and inputs of a dense projection are stored and multiplied.</summary>
public enum GemmQuant
{
    /// <summary>No quantisation.</summary>
    Bf16,

    /// <summary>8-bit integer weights, bf16 arithmetic.</summary>
    Int8WeightOnly,

    /// <summary>4-bit integer weights (AWQ, GPTQ), bf16 arithmetic.</summary>
    Int4WeightOnly,

    /// <summary>fp8 per tensor, activations scaled dynamically.</summary>
    Fp8,

    /// <summary>fp8 per tensor, activation scales fixed in the checkpoint.</summary>
    Fp8Static,

    /// <summary>fp8 in 128×128 weight blocks, activations per 128 values.</summary>
    Fp8Block,

    /// <summary>SmoothQuant: 8-bit integer weights and activations.</summary>
    Int8SmoothQuant,

    /// <summary>NVFP4 weights and activations.</summary>
    Nvfp4,

    /// <summary>NVFP4 weights, bf16 arithmetic (GPUs without fp4 tensor cores).</summary>
    Nvfp4WeightOnly,
}
