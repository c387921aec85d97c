using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>
/// Answers for kernels that were never measured on a GPU, with a backend or in a number format, from the same kernel where it was:
/// efficiencies are carried over, times follow the rooflines.
/// </summary>
/// <remarks>
/// Every (donor, format) is a route with a learned doubt; routes are tried from the least doubtful on, until none that is left could beat
/// the best answer found. Answers are marked as transferred and say where they come from.
/// </remarks>
public sealed class TransferSource : IKernelTimeSource
{
    // What launching costs inside a CUDA graph; a collective waits for its peers too.
    private const double LaunchMs = 0.003;
    private const double CollectiveLaunchMs = 0.008;

    private static readonly GemmQuant[] GemmFormats = Enum.GetValues<GemmQuant>();
    private static readonly MoeQuant[] MoeFormats = Enum.GetValues<MoeQuant>();
    private static readonly KvQuant[] KvFormats = Enum.GetValues<KvQuant>();
    private static readonly CommQuant[] CommFormats = [CommQuant.Half, CommQuant.Int8];

    private static readonly (FmhaQuant Fmha, KvQuant Kv)[] PrefillFormats =
        [.. Enum.GetValues<FmhaQuant>().SelectMany(fmha => KvFormats.Select(kv => (fmha, kv)))];

    private readonly GpuSystem _system;
    private readonly TransferRoutes _routes;

    /// <summary>A source for one backend on one GPU. Not safe for use from several threads.</summary>
    /// <param name="system">The GPU that is asked about.</param>
    /// <param name="backend">The backend that is asked about.</param>
    /// <param name="knowledge">What is known elsewhere; looked up when the first question comes, since most plans have none.</param>
    public TransferSource(GpuSystem system, BackendKind backend, Func<TransferKnowledge> knowledge) =>
        (_system, _routes) = (system, new TransferRoutes(system, backend, knowledge));

    /// <summary>What launching a kernel costs beside its roofline, milliseconds.</summary>
    public static double LaunchMsOf(KernelKind kind) => kind == KernelKind.Collective ? CollectiveLaunchMs : LaunchMs;

    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key)
    {
        var asked = key;
        return _system.Flops(key.Quant.Compute()) is null ? null : Curve(
            _routes.For(KernelKind.Gemm, key.Quant, GemmFormats, QuantizationNames.Name),
            LaunchMs,
            (source, format) => source.Gemm(asked with { Quant = format }),
            (gpu, format, m) => RooflineMs.Gemm(gpu, format, m, asked.N, asked.K));
    }

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key)
    {
        if (_system.Flops(key.Fmha.Compute()) is null)
        {
            return null;
        }

        var asked = key;
        PrefillAttentionSurface? best = null;
        foreach (var route in _routes.For(KernelKind.PrefillAttention, (key.Fmha, key.Kv), PrefillFormats, PrefillName))
        {
            var moved = key with { Fmha = route.Format.Fmha, Kv = route.Format.Kv };
            if (best is not null && route.Step.Sigma >= best.RelativeUncertainty)
            {
                break;
            }

            if (route.Donor.Source.PrefillAttention(moved) is { } donor && IsBetter(route, donor.RelativeUncertainty, best?.RelativeUncertainty))
            {
                var kvRead = 2000.0 * key.KvHeads * key.HeadDim * key.Kv.BytesPerValue() / _system.MemoryBandwidth;
                best = CarriedEfficiency.Prefill(
                    donor,
                    LaunchMs,
                    (sequences, length) => RooflineMs.PrefillAttention(route.Donor.System, moved, sequences, length),
                    (sequences, length) => RooflineMs.PrefillAttention(_system, asked, sequences, length),
                    route.Factor,
                    kvRead,
                    route.Doubt(donor.RelativeUncertainty),
                    route.Describe(donor.Source),
                    key.Window);
            }
        }

        return best;
    }

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key)
    {
        var asked = key;
        DecodeAttentionSurface? best = null;
        foreach (var route in _routes.For(KernelKind.DecodeAttention, key.Kv, KvFormats, QuantizationNames.Name))
        {
            var moved = key with { Kv = route.Format };
            if (best is not null && route.Step.Sigma >= best.RelativeUncertainty)
            {
                break;
            }

            if (route.Donor.Source.DecodeAttention(moved) is { } donor && IsBetter(route, donor.RelativeUncertainty, best?.RelativeUncertainty))
            {
                best = CarriedEfficiency.Decode(
                    donor,
                    LaunchMs,
                    (rows, length) => RooflineMs.DecodeAttention(route.Donor.System, moved, rows, length),
                    (rows, length) => RooflineMs.DecodeAttention(_system, asked, rows, length),
                    route.Factor,
                    route.Doubt(donor.RelativeUncertainty),
                    route.Describe(donor.Source),
                    key.Window);
            }
        }

        return best;
    }

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key)
    {
        var asked = key;
        return _system.Flops(key.Quant.Compute()) is null ? null : Curve(
            _routes.For(KernelKind.Moe, key.Quant, MoeFormats, QuantizationNames.Name),
            LaunchMs,
            (source, format) => source.Moe(asked with { Quant = format }),
            (gpu, format, tokens) => RooflineMs.Moe(gpu, asked with { Quant = format }, tokens));
    }

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key)
    {
        var asked = key;
        return Curve(
            _routes.For(KernelKind.Collective, key.Quant, CommFormats, QuantizationNames.Name),
            CollectiveLaunchMs,
            (source, format) => source.Collective(asked with { Quant = format }),
            (gpu, format, elements) => RooflineMs.Collective(gpu, asked with { Quant = format }, elements));
    }

    /// <inheritdoc />
    /// <remarks>Formats stay: a measured source finds its nearest format itself. What is learned of prefill attention holds here.</remarks>
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel)
    {
        PrefillMixerSurface? best = null;
        foreach (var route in _routes.For(KernelKind.PrefillAttention, (kernel.Fmha, kernel.Kv), PrefillFormats, PrefillName))
        {
            if (route.Format == (kernel.Fmha, kernel.Kv)
                && (best is null || route.Step.Sigma < best.RelativeUncertainty)
                && route.Donor.Source.PrefillMixer(kernel) is { } donor
                && IsBetter(route, donor.RelativeUncertainty, best?.RelativeUncertainty))
            {
                best = CarriedEfficiency.Prefill(
                    kernel, donor, LaunchMs, route.Donor.System, _system, route.Factor, route.Doubt(donor.RelativeUncertainty), route.Describe(donor.Source));
            }
        }

        return best;
    }

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel)
    {
        DecodeAttentionSurface? best = null;
        foreach (var route in _routes.For(KernelKind.DecodeAttention, kernel.Kv, KvFormats, QuantizationNames.Name))
        {
            if (route.Format == kernel.Kv
                && (best is null || route.Step.Sigma < best.RelativeUncertainty)
                && route.Donor.Source.DecodeMixer(kernel) is { } donor
                && IsBetter(route, donor.RelativeUncertainty, best?.RelativeUncertainty))
            {
                best = CarriedEfficiency.Decode(
                    donor,
                    LaunchMs,
                    (rows, length) => kernel.DecodeBoundMs(route.Donor.System, rows, length),
                    (rows, length) => kernel.DecodeBoundMs(_system, rows, length),
                    route.Factor,
                    route.Doubt(donor.RelativeUncertainty),
                    route.Describe(donor.Source));
            }
        }

        return best;
    }

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) => Curve(
        _routes.For(KernelKind.Gemm, GemmQuant.Bf16, GemmFormats, QuantizationNames.Name),
        LaunchMs,
        (source, format) => format == GemmQuant.Bf16 ? source.PerToken(kernel) : null,
        (gpu, _, tokens) => kernel.BoundMs(gpu, tokens));

    private static string PrefillName((FmhaQuant Fmha, KvQuant Kv) format) => $"{format.Fmha.Name()}/{format.Kv.Name()}";

    private static bool IsBetter<TFormat>(TransferRoute<TFormat> route, double donor, double? best) => best is null || route.Doubt(donor) < best;

    private KernelCurve? Curve<TFormat>(
        IReadOnlyList<TransferRoute<TFormat>> routes,
        double launchMs,
        Func<IKernelTimeSource, TFormat, KernelCurve?> ask,
        Func<GpuSystem, TFormat, double, double> roofline)
        where TFormat : struct
    {
        KernelCurve? best = null;
        foreach (var route in routes)
        {
            if (best is not null && route.Step.Sigma >= best.RelativeUncertainty)
            {
                break;
            }

            if (ask(route.Donor.Source, route.Format) is { } donor && IsBetter(route, donor.RelativeUncertainty, best?.RelativeUncertainty))
            {
                best = CarriedEfficiency.Curve(
                    donor,
                    launchMs,
                    size => roofline(route.Donor.System, route.Format, size),
                    size => roofline(_system, route.Wanted, size),
                    isBound: launchMs < CollectiveLaunchMs,
                    route.Factor,
                    route.Doubt(donor.RelativeUncertainty),
                    route.Describe(donor.Source));
            }
        }

        return best;
    }
}
