namespace Plimsoll.Model.Quantization;

/// <summary>How expert weights and their inputs are stored and multiplied.</summary>
public enum MoeQuant
{
    /// <summary>No quantisation.</summary>
    Bf16,

    /// <summary>fp8 per tensor.</summary>
    Fp8,

    /// <summary>fp8 in 128×128 weight blocks.</summary>
    Fp8Block,

    /// <summary>4-bit integer weights, bf16 arithmetic.</summary>
    Int4WeightOnly,

    /// <summary>4-bit integer weights, fp8 arithmetic.</summary>
    W4Afp8,

    /// <summary>NVFP4 weights and activations.</summary>
    Nvfp4,

    /// <summary>NVFP4 weights, bf16 arithmetic.</summary>
    Nvfp4WeightOnly,

    /// <summary>MXFP4 weights, bf16 arithmetic.</summary>
    Mxfp4WeightOnly,

    /// <summary>MXFP4 weights, MXFP8 activations.</summary>
    Mxfp4Mxfp8,

    /// <summary>fp8 weights, bf16 arithmetic (GPUs without fp8 tensor cores).</summary>
    Fp8WeightOnly,
}
