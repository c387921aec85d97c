namespace Plimsoll.Model.Quantization;

/// <summary>How the KV cache is stored.</summary>
public enum KvQuant
{
    /// <summary>2 bytes a value.</summary>
    Bf16,

    /// <summary>fp8, 1 byte a value.</summary>
    Fp8,

    /// <summary>8-bit integer, 1 byte a value.</summary>
    Int8,
}
