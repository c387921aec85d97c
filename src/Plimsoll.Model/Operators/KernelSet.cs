using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Operators;

/// <summary>
/// The kernels of one engine: asks a stack of sources in order and wraps what is analytic (elementwise, point-to-point) in the same curves.
/// Collectives wider than any measured group are scaled from the widest by traffic and link bandwidth.
/// </summary>
/// <remarks>Answers are remembered, so that the layouts and models of one engine share them. Not safe for use from several threads.</remarks>
/// <param name="system">The GPU.</param>
/// <param name="sources">Sources in order of preference.</param>
public sealed class KernelSet(GpuSystem system, IReadOnlyList<IKernelTimeSource> sources)
{
    // The share of the bandwidth that such kernels reach and their constant time are fitted figures of the system file.
    private const string MemorySource = "memory bandwidth and fitted latency of the system file";

    // Block-scaled kernels compute tiles of at least so many rows whatever the batch; measured alone some take 30 % longer below, in an
    // engine they do not (Qwen3-32B-FP8 on H200: 12.81 ms a step at 1 row, 12.78 at 16).
    private const int SmallestTileRows = 16;

    private readonly Dictionary<GemmKey, KernelCurve> _gemm = [];
    private readonly Dictionary<AttentionKey, PrefillAttentionSurface> _prefill = [];
    private readonly Dictionary<AttentionKey, DecodeAttentionSurface> _decode = [];
    private readonly Dictionary<MoeKey, KernelCurve> _moe = [];
    private readonly Dictionary<CollectiveKey, KernelCurve> _collectives = [];
    private readonly Dictionary<ExpertExchangeKey, KernelCurve> _exchanges = [];
    private readonly Dictionary<MixerKernel, PrefillMixerSurface> _prefillMixers = [];
    private readonly Dictionary<MixerKernel, DecodeAttentionSurface> _decodeMixers = [];

    /// <summary>The GPU that the kernels run on.</summary>
    public GpuSystem System => system;

    /// <summary>A dense projection.</summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public KernelCurve Gemm(GemmKey key) => Remembered(_gemm, key, () =>
    {
        var curve = First(source => source.Gemm(key)) ?? throw Missing($"{key.Quant.Name()} GEMM, n={key.N} k={key.K}");
        return key.Quant == GemmQuant.Fp8Block ? curve.NoSlowerBelow(SmallestTileRows) : curve;
    });

    /// <summary>Prefill attention.</summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public PrefillAttentionSurface PrefillAttention(AttentionKey key) => Remembered(
        _prefill,
        key,
        () => First(source => source.PrefillAttention(key)) ?? throw Missing($"prefill attention, {Words(key)}, {key.Fmha.Name()} arithmetic"));

    /// <summary>Decode attention.</summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public DecodeAttentionSurface DecodeAttention(AttentionKey key) => Remembered(
        _decode, key, () => First(source => source.DecodeAttention(key)) ?? throw Missing($"decode attention, {Words(key)}"));

    /// <summary>Routed experts.</summary>
    /// <exception cref="MissingDataException">No source knows them.</exception>
    public KernelCurve Moe(MoeKey key) => Remembered(_moe, key, () => key.Distribution == ExpertRouting.Uniform
        ? ExpertRouting.RandomFromBalanced(system, key, Measured(key with { Distribution = ExpertRouting.Balanced }))
        : Measured(key));

    /// <summary>
    /// A collective; groups wider than measured scale the widest measured group within a node. Engines' own all-reduces were measured with
    /// two bytes an element only: in narrower formats they take the time of as many bytes.
    /// </summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public KernelCurve Collective(CollectiveKey key) => Remembered(_collectives, key, () =>
        key is { Kind: CollectiveKind.AllReduce, Quant: not CommQuant.Half }
            ? MeasuredCollective(key with { Quant = CommQuant.Half }).ForLighterUnits(key.Quant.BytesPerValue() / CommQuant.Half.BytesPerValue())
            : MeasuredCollective(key));

    /// <summary>Prefill of a mixer of another kind than grouped-query attention.</summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public PrefillMixerSurface PrefillMixer(MixerKernel kernel) => Remembered(
        _prefillMixers, kernel, () => First(source => source.PrefillMixer(kernel)) ?? BoundOf(kernel)?.PrefillMixer(kernel) ?? throw Missing($"prefill of {kernel.Words}"));

    /// <summary>Decode of a mixer of another kind than grouped-query attention.</summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public DecodeAttentionSurface DecodeMixer(MixerKernel kernel) => Remembered(
        _decodeMixers, kernel, () => First(source => source.DecodeMixer(kernel)) ?? BoundOf(kernel)?.DecodeMixer(kernel) ?? throw Missing($"decode of {kernel.Words}"));

    /// <summary>A kernel of some family over its tokens.</summary>
    /// <exception cref="MissingDataException">No source knows it.</exception>
    public KernelCurve PerToken(TokenKernel kernel) => First(source => source.PerToken(kernel)) ?? throw Missing(kernel.Words);

    /// <summary>
    /// Whether the first source that knows either knows <paramref name="whole"/> in both phases: measuring a block as one catches more than
    /// summing up its parts, but a nearer source's parts are better than a farther one's whole.
    /// </summary>
    public bool MeasuresWhole(MixerKernel whole, MixerKernel part)
    {
        foreach (var source in sources)
        {
            if (_prefillMixers.ContainsKey(whole) || (source.PrefillMixer(whole) is not null && source.DecodeMixer(whole) is not null))
            {
                return true;
            }

            if (_prefillMixers.ContainsKey(part) || source.PrefillMixer(part) is not null)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>An all-to-all between attention ranks and experts; from the links where nobody measured it.</summary>
    public KernelCurve Exchange(ExpertExchangeKey key) =>
        Remembered(_exchanges, key, () => First(source => source.Exchange(key)) ?? TwoLevelExchange.Curve(system, key));

    /// <summary>A kernel that moves <paramref name="bytesPerRow"/> bytes for each row and nothing else.</summary>
    public KernelCurve Elementwise(double bytesPerRow)
    {
        var one = RooflineMs.Elementwise(system, bytesPerRow);
        var slope = RooflineMs.Elementwise(system, 2 * bytesPerRow) - one;
        return Line(one, slope, 0.2, MemorySource);
    }

    /// <summary>The same without its launch, for small kernels that a CUDA graph overlaps with their neighbours.</summary>
    public KernelCurve HiddenElementwise(double bytesPerRow)
    {
        var perRow = 1000 * bytesPerRow / (system.MemoryBandwidth * system.ElementwiseBandwidthShare);
        return Line(perRow, perRow, 0.2, MemorySource);
    }

    /// <summary>A message of <paramref name="bytesPerRow"/> bytes a row to the next pipeline stage of a worker of <paramref name="gpus"/> GPUs.</summary>
    public KernelCurve PointToPoint(double bytesPerRow, int gpus)
    {
        var one = RooflineMs.PointToPoint(system, bytesPerRow, gpus);
        var slope = RooflineMs.PointToPoint(system, 2 * bytesPerRow, gpus) - one;
        return Line(one, slope, 0.3, "link bandwidth and fitted latency of the system file");
    }

    // A formula holds for any number of rows, so its second knot lies beyond every batch and nothing is an extrapolation.
    private static KernelCurve Line(double one, double slope, double uncertainty, string source)
    {
        const double MostRows = 1 << 24;
        return new KernelCurve(
            [1, MostRows], [one, one + (slope * (MostRows - 1))], [Provenance.Fitted, Provenance.Fitted], slope, uncertainty, source);
    }

    // The group itself, then narrower ones (the widest first), then wider ones of the node.
    private IEnumerable<int> MeasurableGroups(int asked)
    {
        for (var gpus = asked; gpus >= 2; gpus--)
        {
            yield return gpus;
        }

        for (var gpus = asked + 1; gpus <= system.GpusPerNode; gpus++)
        {
            yield return gpus;
        }
    }

    private KernelCurve Measured(MoeKey key) => First(source => source.Moe(key)) ?? throw Missing($"{key.Quant.Name()} experts, {key.Experts} of width {key.HiddenSize}×{key.IntermediateSize}, top-{key.TopK}, tp{key.MoeTp} ep{key.MoeEp}");

    private KernelCurve FromGroup(KernelCurve curve, CollectiveKey key, int measured)
    {
        var scaled = curve.Scaled(GroupScaling.TrafficRatio(system, key.Gpus, measured));
        var latency = GroupScaling.NetworkLatencyMs(system, key);
        var times = Array.ConvertAll(scaled.Times.ToArray(), ms => ms + latency);
        var provenance = new Provenance[times.Length];
        Array.Fill(provenance, Provenance.Transferred);
        var uncertainty = curve.RelativeUncertainty + GroupScaling.Uncertainty(system, key.Gpus, measured);
        return new KernelCurve(
            scaled.Sizes.ToArray(), times, provenance, scaled.TailSlope, uncertainty, $"{curve.Source}, from {measured} GPUs");
    }

    private KernelCurve MeasuredCollective(CollectiveKey key)
    {
        foreach (var source in sources)
        {
            foreach (var gpus in MeasurableGroups(key.Gpus))
            {
                if (source.Collective(key with { Gpus = gpus }) is { } curve)
                {
                    return gpus == key.Gpus ? curve : FromGroup(curve, key, gpus);
                }
            }
        }

        throw Missing($"{key.Kind} over {key.Gpus} GPUs");
    }

    private RooflineSource? BoundOf(MixerKernel kernel) => kernel.FollowsItsBound ? new RooflineSource(system) : null;

    private static T Remembered<TKey, T>(Dictionary<TKey, T> known, TKey key, Func<T> find)
        where TKey : notnull
        where T : class
    {
        if (!known.TryGetValue(key, out var found))
        {
            known[key] = found = find();
        }

        return found;
    }

    private T? First<T>(Func<IKernelTimeSource, T?> query)
        where T : class
    {
        foreach (var source in sources)
        {
            if (query(source) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Words(in AttentionKey key) =>
        $"{key.Heads} heads of {key.HeadDim}, {key.KvHeads} KV heads, {key.Kv.Name()} cache" + (key.Window > 0 ? $", window {key.Window}" : "");

    private MissingDataException Missing(string kernel) =>
        new(system.Name, $"no kernel times for {kernel}", "give tables with --systems-paths, or choose another backend or quantisation");
}
