using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Operators;

/// <summary>The families of operators whose times can be corrected together, because the same kernels serve them.</summary>
public static class OperatorFamilies
{
    /// <summary>Attention of prompt chunks.</summary>
    public const string PrefillAttention = "prefill_attention";

    /// <summary>Attention of decode rows.</summary>
    public const string DecodeAttention = "decode_attention";

    /// <summary>Routed experts.</summary>
    public const string Experts = "experts";

    /// <summary>Communication between GPUs.</summary>
    public const string Collectives = "collectives";

    /// <summary>Norms, activations, rotary embedding: kernels that only move bytes.</summary>
    public const string Elementwise = "elementwise";

    /// <summary>All families.</summary>
    public static IReadOnlyList<string> All { get; } =
        [PrefillAttention, DecodeAttention, Experts, Collectives, Elementwise, .. QuantizationNames.GemmNames.Select(name => "gemm_" + name)];

    /// <summary>Dense projections in one number format, e.g. <c>gemm_fp8_block</c>.</summary>
    public static string Gemm(GemmQuant quant) => "gemm_" + quant.Name();
}
