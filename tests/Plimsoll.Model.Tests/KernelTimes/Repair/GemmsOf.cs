using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;

namespace Plimsoll.Model.Tests.KernelTimes.Repair;

/// <summary>A source of projections alone, made of one function of key and rows.</summary>
/// <param name="name">What it calls itself.</param>
/// <param name="ms">Milliseconds; NaN = nothing known of this key.</param>
internal sealed class GemmsOf(string name, Func<GemmKey, double, double> ms) : IKernelTimeSource
{
    public Provenance Provenance { get; init; } = Provenance.Measured;

    /// <summary>The row counts that it measured.</summary>
    public double[] Rows { get; init; } = [1, 4, 16, 64, 256, 1024, 4096, 16_384];

    public KernelCurve? Gemm(in GemmKey key)
    {
        var asked = key;
        var times = Array.ConvertAll(Rows, m => ms(asked, m));
        var provenances = Array.ConvertAll(Rows, _ => Provenance);
        var slope = (times[^1] - times[^2]) / (Rows[^1] - Rows[^2]);
        return double.IsNaN(times[0]) ? null : new KernelCurve(Rows, times, provenances, slope, 0.03, name);
    }

    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key) =>
        new([1], [1], [7], Provenance.Measured, kvReadMsPerToken: 0, relativeUncertainty: 0, name);

    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key) => new([1], [1], [7], Provenance.Measured, relativeUncertainty: 0, name);

    public KernelCurve? Moe(in MoeKey key) => new([1], [7], [default], tailSlope: 0, relativeUncertainty: 0, name);

    public KernelCurve? Collective(in CollectiveKey key) => null;

    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel) => null;

    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel) => null;

    public KernelCurve? PerToken(TokenKernel kernel) => null;
}
