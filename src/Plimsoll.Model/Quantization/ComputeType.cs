namespace Plimsoll.Model.Quantization;

/// <summary>The tensor-core number format in which a kernel multiplies; selects the peak of the system file.</summary>
public enum ComputeType
{
    /// <summary>bfloat16 (and float16, of the same rate).</summary>
    Bf16,

    /// <summary>8-bit floating point.</summary>
    Fp8,

    /// <summary>4-bit floating point.</summary>
    Fp4,

    /// <summary>8-bit integer.</summary>
    Int8,
}
