using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Roofline;

/// <summary>
/// Rooflines of the system file as kernel times. As the last source of a stack they are derated by the efficiency that good kernels reach and
/// floored by a launch; ideal, they are the bounds themselves ("speed of light"). Answers every query that the GPU can compute.
/// </summary>
/// <param name="system">The GPU.</param>
/// <param name="ideal">Whether efficiency and launch floors are left out.</param>
public sealed class RooflineSource(GpuSystem system, bool ideal = false) : IKernelTimeSource
{
    // Shares of the peak that measured tables of all systems and backends reach in their saturated middle; floors in ms.
    private readonly double _gemmEfficiency = ideal ? 1 : 0.65;
    private readonly double _attentionEfficiency = ideal ? 1 : 0.5;
    private readonly double _moeEfficiency = ideal ? 1 : 0.45;
    private readonly double _collectiveEfficiency = ideal ? 1 : 0.6;
    private readonly double _kernelFloorMs = ideal ? 0 : 0.004;
    private readonly double _collectiveFloorMs = ideal ? 0 : 0.008;

    private const double Uncertainty = 0.35;
    private const string Source = "roofline";

    private static readonly double[] Octaves20 = Enumerable.Range(0, 21).Select(i => Math.Pow(2, i)).ToArray();
    private static readonly double[] Octaves30 = Enumerable.Range(0, 31).Select(i => Math.Pow(2, i)).ToArray();
    private static readonly double[] Batches = Enumerable.Range(0, 12).Select(i => Math.Pow(2, i)).ToArray();

    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key)
    {
        if (system.Flops(key.Quant.Compute()) is null)
        {
            return null;
        }

        var (quant, n, k) = (key.Quant, key.N, key.K);
        return Curve(Octaves20, m => Floored(RooflineMs.Gemm(system, quant, m, n, k) / _gemmEfficiency));
    }

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key)
    {
        if (system.Flops(key.Fmha.Compute()) is null)
        {
            return null;
        }

        var ms = Grid(Octaves20, Batches, key, (k, length, batch) => RooflineMs.PrefillAttention(system, k, batch, length));
        var kvRead = 1000 * 2.0 * key.KvHeads * key.HeadDim * key.Kv.BytesPerValue() / system.MemoryBandwidth / _attentionEfficiency;
        return new PrefillAttentionSurface(Octaves20, Batches, ms, Provenance.Roofline, kvRead, Uncertainty, Source, key.Window);
    }

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key)
    {
        var ms = Grid(Batches, Octaves20, key, (k, rows, length) => RooflineMs.DecodeAttention(system, k, rows, length));
        return new DecodeAttentionSurface(Batches, Octaves20, ms, Provenance.Roofline, Uncertainty, Source, key.Window);
    }

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key)
    {
        if (system.Flops(key.Quant.Compute()) is null)
        {
            return null;
        }

        var moe = key;
        return Curve(Octaves20, tokens => Floored(RooflineMs.Moe(system, moe, tokens) / _moeEfficiency));
    }

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key)
    {
        var collective = key;
        return Curve(Octaves30, x => _collectiveFloorMs + (RooflineMs.Collective(system, collective, x) / _collectiveEfficiency));
    }

    /// <inheritdoc />
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel)
    {
        var ms = new double[Octaves20.Length * Batches.Length];
        for (var at = 0; at < ms.Length; at++)
        {
            ms[at] = Floored(kernel.PrefillBoundMs(system, Batches[at % Batches.Length], Octaves20[at / Batches.Length], 0) / Efficiency(kernel));
        }

        var grid = new PrefillGrid([0], Octaves20, Batches, ms);
        return new PrefillMixerSurface(kernel, system, grid, Provenance.Roofline, Uncertainty, Source);
    }

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel)
    {
        var ms = new double[Octaves20.Length * Batches.Length];
        for (var at = 0; at < ms.Length; at++)
        {
            ms[at] = Floored(kernel.DecodeBoundMs(system, Batches[at / Octaves20.Length], Octaves20[at % Octaves20.Length]) / Efficiency(kernel));
        }

        return new DecodeAttentionSurface(Batches, Octaves20, ms, Provenance.Roofline, Uncertainty, Source);
    }

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) =>
        Curve(Octaves20, tokens => Floored(kernel.BoundMs(system, tokens) / _gemmEfficiency));

    // What only moves memory reaches the bandwidth that elementwise kernels reach.
    private double Efficiency(MixerKernel kernel) => !ideal && kernel.FollowsItsBound ? system.ElementwiseBandwidthShare : _attentionEfficiency;

    private double Floored(double ms) => Math.Max(_kernelFloorMs, ms);

    private static KernelCurve Curve(double[] x, Func<double, double> time)
    {
        var ms = Array.ConvertAll(x, size => time(size));
        var provenance = new Provenance[x.Length];
        Array.Fill(provenance, Provenance.Roofline);
        var slope = (ms[^1] - ms[^2]) / (x[^1] - x[^2]);
        return new KernelCurve(x, ms, provenance, slope, Uncertainty, Source);
    }

    private double[] Grid(
        double[] major, double[] minor, AttentionKey key, Func<AttentionKey, double, double, double> bound)
    {
        var ms = new double[major.Length * minor.Length];
        for (var i = 0; i < major.Length; i++)
        {
            for (var j = 0; j < minor.Length; j++)
            {
                ms[(i * minor.Length) + j] = Floored(bound(key, major[i], minor[j]) / _attentionEfficiency);
            }
        }

        return ms;
    }
}
