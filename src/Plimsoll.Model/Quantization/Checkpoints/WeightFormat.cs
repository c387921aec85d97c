namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>How a checkpoint stores a linear layer, before the choice of a mode in which it is priced.</summary>
internal enum WeightFormat
{
    /// <summary>Not quantised.</summary>
    None,

    /// <summary>fp8 per tensor or channel, activation scales in the checkpoint.</summary>
    Fp8Static,

    /// <summary>fp8 per tensor or channel, activations scaled at run time.</summary>
    Fp8Dynamic,

    /// <summary>fp8 in blocks.</summary>
    Fp8Block,

    /// <summary>fp8 weights, 16-bit activations.</summary>
    Fp8WeightOnly,

    /// <summary>8-bit floating point with shared exponents per 32 values.</summary>
    Mxfp8,

    /// <summary>8-bit integer weights, 16-bit activations.</summary>
    Int8WeightOnly,

    /// <summary>8-bit integer weights and activations.</summary>
    Int8,

    /// <summary>4-bit integer weights, 16-bit activations.</summary>
    Int4WeightOnly,

    /// <summary>4-bit integer weights, fp8 activations.</summary>
    Int4Fp8,

    /// <summary>NVFP4 weights and activations.</summary>
    Nvfp4,

    /// <summary>NVFP4 weights, 16-bit activations.</summary>
    Nvfp4WeightOnly,

    /// <summary>MXFP4 weights, 16-bit activations.</summary>
    Mxfp4,

    /// <summary>MXFP4 weights, MXFP8 activations.</summary>
    Mxfp4Mxfp8,
}
