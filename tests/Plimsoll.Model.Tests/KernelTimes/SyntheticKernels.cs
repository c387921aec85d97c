using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.KernelTimes;

/// <summary>
/// Kernel times of simple made-up physics, for models of any shape: each answer grows with the work of its key. Remembers what was asked.
/// </summary>
/// <param name="factor">Multiplies every time.</param>
internal sealed class SyntheticKernels(double factor = 1) : IKernelTimeSource
{
    private static readonly double[] Rows = [1, 16, 256, 4096, 65_536];

    public List<GemmKey> Gemms { get; } = [];

    public List<AttentionKey> Prefills { get; } = [];

    public List<AttentionKey> Decodes { get; } = [];

    public List<MoeKey> Moes { get; } = [];

    public List<CollectiveKey> Collectives { get; } = [];

    /// <summary>Group sizes for which collectives are known; null = all.</summary>
    public int[]? Groups { get; init; }

    /// <summary>Number formats of experts that are not known.</summary>
    public MoeQuant[] UnknownMoe { get; init; } = [];

    public KernelCurve? Gemm(in GemmKey key)
    {
        Gemms.Add(key);
        var size = (double)key.N * key.K;
        var bytes = size * key.Quant.BytesPerWeight();
        return Curve(m => 0.002 + (1e-10 * bytes) + (1e-12 * m * size));
    }

    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key)
    {
        Prefills.Add(key);
        var width = key.Heads * key.HeadDim;
        double[] ms = [Time(128, 1), Time(128, 8), Time(16_384, 1), Time(16_384, 8)];
        return new PrefillAttentionSurface([128, 16_384], [1, 8], ms, Provenance.Measured, factor * 1e-10 * key.KvHeads * key.HeadDim, 0.04, "made up");

        double Time(double length, double batch) => factor * (0.003 + (1e-12 * batch * length * length * width));
    }

    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key)
    {
        Decodes.Add(key);
        var width = key.KvHeads * key.HeadDim * key.Kv.BytesPerValue();
        double[] ms = [Time(1, 128), Time(1, 16_384), Time(256, 128), Time(256, 16_384)];
        return new DecodeAttentionSurface([1, 256], [128, 16_384], ms, Provenance.Measured, 0.04, "made up");

        double Time(double rows, double length) => factor * (0.003 + (1e-9 * rows * length * width));
    }

    public KernelCurve? Moe(in MoeKey key)
    {
        Moes.Add(key);
        var weights = (double)key.HiddenSize * key.IntermediateSize / key.MoeTp;
        var (experts, topk) = ((double)key.Experts / key.MoeEp, key.TopK);
        return UnknownMoe.Contains(key.Quant)
            ? null
            : Curve(tokens => 0.005 + (1e-9 * weights * Math.Min(experts, tokens * topk)) + (1e-12 * tokens * weights * topk));
    }

    public KernelCurve? Collective(in CollectiveKey key)
    {
        Collectives.Add(key);
        var gpus = key.Gpus;
        return Groups is null || Groups.Contains(gpus) ? Curve(size => 0.005 + (1e-8 * size * (gpus - 1) / gpus)) : null;
    }

    public List<MixerKernel> Mixers { get; } = [];

    /// <summary>Which mixers are known; null = all.</summary>
    public Func<MixerKernel, bool>? KnownMixers { get; init; }

    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel)
    {
        if (KnownMixers?.Invoke(kernel) is false)
        {
            return null;
        }

        Mixers.Add(kernel);
        var gpu = SystemCatalog.Find("h200_sxm");
        double[] ms = [Time(128, 1), Time(128, 8), Time(16_384, 1), Time(16_384, 8)];
        return new PrefillMixerSurface(kernel, gpu, new PrefillGrid([0], [128, 16_384], [1, 8], ms), Provenance.Measured, 0.04, "made up");

        double Time(double length, double batch) => factor * (0.003 + (2 * kernel.PrefillBoundMs(gpu, batch, length, 0)));
    }

    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel)
    {
        var gpu = SystemCatalog.Find("h200_sxm");
        double[] ms = [Time(1, 128), Time(1, 16_384), Time(256, 128), Time(256, 16_384)];
        return KnownMixers?.Invoke(kernel) is false
            ? null
            : new DecodeAttentionSurface([1, 256], [128, 16_384], ms, Provenance.Measured, 0.04, "made up");

        double Time(double rows, double length) => factor * (0.003 + (2 * kernel.DecodeBoundMs(gpu, rows, length)));
    }

    public KernelCurve? PerToken(TokenKernel kernel) => Curve(tokens => 0.002 + kernel.BoundMs(SystemCatalog.Find("h200_sxm"), tokens));

    private KernelCurve Curve(Func<double, double> time) => new(
        Rows,
        Array.ConvertAll(Rows, row => factor * time(row)),
        new Provenance[Rows.Length],
        factor * (time(2) - time(1)),
        0.03,
        "made up");
}
