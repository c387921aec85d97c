namespace Plimsoll.Model.Quantization;

/// <summary>The number formats of one served model: what the checkpoint says, after overrides and after what the GPU can do.</summary>
public sealed record QuantizationPlan
{
    /// <summary>Dense projections (QKV, output, feed-forward).</summary>
    public GemmQuant Gemm { get; init; } = GemmQuant.Bf16;

    /// <summary>Attention projections where the checkpoint keeps them in another format than <see cref="Gemm"/>; null = the same.</summary>
    public GemmQuant? AttentionGemm { get; init; }

    /// <summary>Shared experts where the checkpoint keeps them in another format than <see cref="Gemm"/>; null = the same.</summary>
    public GemmQuant? SharedExpertGemm { get; init; }

    /// <summary>Experts.</summary>
    public MoeQuant Moe { get; init; } = MoeQuant.Bf16;

    /// <summary>The vocabulary projection, bf16 in all but few checkpoints.</summary>
    public GemmQuant OutputGemm { get; init; } = GemmQuant.Bf16;

    /// <summary>The KV cache.</summary>
    public KvQuant KvCache { get; init; } = KvQuant.Bf16;

    /// <summary>Arithmetic of prefill attention.</summary>
    public FmhaQuant Fmha { get; init; } = FmhaQuant.Bf16;

    /// <summary>Collectives.</summary>
    public CommQuant Comm { get; init; } = CommQuant.Half;
}
