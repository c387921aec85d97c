namespace Plimsoll.Model.Quantization;

/// <summary>The number format of collectives.</summary>
public enum CommQuant
{
    /// <summary>2 bytes a value.</summary>
    Half,

    /// <summary>fp8, 1 byte a value.</summary>
    Fp8,

    /// <summary>8-bit integer, 1 byte a value.</summary>
    Int8,
}
