using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>A source that pretends not to know a kind of kernel in one number format, nor in formats derived from its measurements.</summary>
/// <param name="source">The source.</param>
/// <param name="kind">The kind of kernel.</param>
/// <param name="format">The number format.</param>
internal sealed class HidingSource(IKernelTimeSource source, KernelKind kind, string format) : IKernelTimeSource
{
    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key) => Hides(KernelKind.Gemm, Measured(key.Quant).Name()) ? null : source.Gemm(key);

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key) =>
        Hides(KernelKind.PrefillAttention, $"{key.Fmha.Name()}/{key.Kv.Name()}") ? null : source.PrefillAttention(key);

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key) =>
        Hides(KernelKind.DecodeAttention, key.Kv.Name()) ? null : source.DecodeAttention(key);

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key) => Hides(KernelKind.Moe, key.Quant.Name()) ? null : source.Moe(key);

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key) => Hides(KernelKind.Collective, key.Quant.Name()) ? null : source.Collective(key);

    /// <inheritdoc />
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel) => source.PrefillMixer(kernel);

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel) => source.DecodeMixer(kernel);

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) => source.PerToken(kernel);

    private bool Hides(KernelKind asked, string name) => asked == kind
        && name == (kind == KernelKind.Gemm && QuantizationNames.TryParseGemm(format, out var hidden) ? Measured(hidden).Name() : format);

    // Static fp8 is computed from the measurements of dynamic fp8.
    private static GemmQuant Measured(GemmQuant quant) => quant == GemmQuant.Fp8Static ? GemmQuant.Fp8 : quant;
}
