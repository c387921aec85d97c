using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Repair;

/// <summary>
/// Replaces implausible measurements of a source by better evidence: our own measurement of the same kernel where there is one, else what
/// other backends measured for the same projection on the same GPU. Everything else passes through.
/// </summary>
/// <remarks>
/// A number format is polluted when its table shows a host-bound floor at a middling projection where evidence is faster. Of a polluted
/// format every projection is repaired that evidence beats by <see cref="LeastRatio"/>: launching hides in different places of each curve.
/// From the first row count at which the original is no slower than the evidence, the original speaks again: the GPU is the limit by then.
/// </remarks>
/// <param name="system">The GPU.</param>
/// <param name="original">The source whose measurements are checked.</param>
/// <param name="own">Our own kernel measurements on this GPU, or null.</param>
/// <param name="others">Other backends' measurements on the same GPU; asked only when a curve is implausible.</param>
/// <param name="newest">The newest release of the same backend when <paramref name="original"/> is an older one; see <see cref="OtherKernel"/>.</param>
public sealed class RepairingSource(
    GpuSystem system,
    IKernelTimeSource original,
    IKernelTimeSource? own,
    IReadOnlyList<IKernelTimeSource> others,
    IKernelTimeSource? newest = null) : IKernelTimeSource
{
    /// <summary>How many times slower than the evidence a curve must be before it is called implausible.</summary>
    public const double LeastRatio = 1.35;

    private const int ProbeWidth = 4096;
    private const double OwnUncertainty = 0.05;
    private const double OthersUncertainty = 0.15;

    private readonly Dictionary<GemmQuant, bool> _polluted = [];
    private readonly Dictionary<GemmQuant, IKernelTimeSource[]> _plausible = [];

    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key)
    {
        var raw = original.Gemm(key);
        if (raw is null || !IsPolluted(key.Quant))
        {
            return raw;
        }

        if (own?.Gemm(key) is { } measured && Ratio(raw, measured) > 1)
        {
            return Replaced(raw, key, measured, OwnUncertainty, wholly: true);
        }

        var evidence = Evidence(key);
        return evidence is not null && Ratio(raw, evidence) > LeastRatio
            ? Replaced(raw, key, evidence, OthersUncertainty, wholly: false)
            : raw;
    }

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key) => original.PrefillAttention(key);

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key) => original.DecodeAttention(key);

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key)
    {
        var raw = original.Moe(key);
        return raw is not null && newest?.Moe(key) is { } later && OtherKernel.Shows(raw, later) ? OtherKernel.Replaced(raw, later) : raw;
    }

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key) => original.Collective(key);

    /// <inheritdoc />
    public KernelCurve? Exchange(in ExpertExchangeKey key) => original.Exchange(key);

    /// <inheritdoc />
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel) => original.PrefillMixer(kernel);

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel) => original.DecodeMixer(kernel);

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) => original.PerToken(kernel);

    // A polluted table shows its floor wherever reading the weights is cheap; wide projections of it hide the floor behind real work but
    // may still carry the wrong kernel, so where we measured the very projection our figure stands for them too.
    private bool IsPolluted(GemmQuant quant)
    {
        lock (_polluted)
        {
            if (!_polluted.TryGetValue(quant, out var polluted))
            {
                var probe = new GemmKey(quant, ProbeWidth, ProbeWidth);
                polluted = IsHostBound(original, quant)
                    && Evidence(probe) is { } evidence && Ratio(original.Gemm(probe)!, evidence) > LeastRatio;
                _polluted[quant] = polluted;
            }

            return polluted;
        }
    }

    private IKernelTimeSource[] Plausible(GemmQuant quant)
    {
        lock (_polluted)
        {
            if (!_plausible.TryGetValue(quant, out var sources))
            {
                _plausible[quant] = sources = [.. others.Where(other => !IsHostBound(other, quant))];
            }

            return sources;
        }
    }

    // Asked of the table, not of the projection: a narrow, deep one may well be flat and far from the roofline on every backend.
    private bool IsHostBound(IKernelTimeSource source, GemmQuant quant)
    {
        var probe = new GemmKey(quant, ProbeWidth, ProbeWidth);
        return source.Gemm(probe) is { } curve && HostBoundFloor.Shows(curve, system, probe);
    }

    private static double Ratio(KernelCurve raw, KernelCurve evidence)
    {
        double log = 0;
        var count = 0;
        for (double m = 1; m <= 64; m *= 2)
        {
            log += Math.Log(raw.Ms(m) / evidence.Ms(m));
            count++;
        }

        return Math.Exp(log / count);
    }

    // The geometric mean of what the other backends say whose own table is plausible, on the row counts of the first.
    private KernelCurve? Evidence(GemmKey key)
    {
        var curves = new List<KernelCurve>();
        foreach (var other in Plausible(key.Quant))
        {
            if (other.Gemm(key) is { } curve && curve.Provenances[0] <= Provenance.Interpolated)
            {
                curves.Add(curve);
            }
        }

        if (curves.Count == 0)
        {
            return null;
        }

        var x = curves[0].Sizes.ToArray();
        var ms = new double[x.Length];
        double slope = 0;
        foreach (var curve in curves)
        {
            slope += curve.TailSlope / curves.Count;
        }

        for (var i = 0; i < x.Length; i++)
        {
            double log = 0;
            foreach (var curve in curves)
            {
                log += Math.Log(curve.Ms(x[i])) / curves.Count;
            }

            ms[i] = Math.Exp(log);
        }

        var source = string.Join(" and ", curves.Select(curve => curve.Source));
        return new KernelCurve(x, ms, curves[0].Provenances.ToArray(), slope, OthersUncertainty, source);
    }

    // The evidence is the bare kernel; quantising its input (two bytes read, one written) is added as the elementwise kernel that it is.
    private KernelCurve Replaced(KernelCurve raw, GemmKey key, KernelCurve evidence, double uncertainty, bool wholly)
    {
        double InputMs(double m) => key.Quant.Compute() == ComputeType.Bf16 ? 0 : RooflineMs.Elementwise(system, 3.0 * m * key.K);

        var basis = wholly ? evidence : raw;
        var x = basis.Sizes.ToArray();
        var ms = basis.Times.ToArray();
        var provenance = basis.Provenances.ToArray();
        var slope = basis.TailSlope + (wholly ? InputMs(2) - InputMs(1) : 0);
        for (var i = 0; i < x.Length; i++)
        {
            var better = evidence.Ms(x[i]) + InputMs(x[i]);
            if (!wholly && better >= raw.Ms(x[i]))
            {
                break;
            }

            ms[i] = better;
            provenance[i] = Provenance.Repaired;
        }

        return new KernelCurve(
            x, ms, provenance, slope, uncertainty, $"{raw.Source} repaired by {evidence.Source} (host-bound: {1000 * raw.Ms(1):F0} µs at one row of n={key.N}, k={key.K})");
    }
}
