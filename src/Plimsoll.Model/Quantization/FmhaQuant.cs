namespace Plimsoll.Model.Quantization;

/// <summary>The arithmetic of prefill attention.</summary>
public enum FmhaQuant
{
    /// <summary>bf16 arithmetic.</summary>
    Bf16,

    /// <summary>fp8 arithmetic.</summary>
    Fp8,
}
