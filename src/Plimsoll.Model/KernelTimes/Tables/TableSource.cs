using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured kernel times of one (system, backend, release), read lazily: a file is opened when a query needs it.</summary>
/// <remarks>
/// For each query the files are asked nearest first (own release, declared reuse, older, newer) and the first that measured exactly
/// this kernel answers; only when none did, the nearest kernel of the nearest file is scaled and marked as transferred.
/// Not safe for use from several threads.
/// </remarks>
public sealed class TableSource : IKernelTimeSource
{
    private const double OtherReleaseUncertainty = 0.05;

    private readonly TableCatalog _catalog;
    private readonly EngineVersion _engine;
    private readonly AttentionLookup _attention;
    private readonly MixerTables _mixers;
    private readonly Dictionary<string, ParquetFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, GemmQuant Quant), GemmTable?> _gemm = [];
    private readonly Dictionary<string, ScaleTable?> _scale = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttentionTable> _attentionTables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MoeTable> _moe = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CollectiveTable> _collectives = new(StringComparer.Ordinal);
    private ExchangeTable? _exchanges;

    /// <summary>Opens the tables of a release; the release itself need not be in the database.</summary>
    /// <param name="catalog">The database of the system.</param>
    /// <param name="engine">Backend and release asked for.</param>
    public TableSource(TableCatalog catalog, EngineVersion engine)
    {
        (_catalog, _engine) = (catalog, engine);
        _attention = new AttentionLookup(catalog.System);
        _mixers = new MixerTables(catalog.System, Locate, Open, Describe);
    }

    private GpuSystem System => _catalog.System;

    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key)
    {
        if (System.Flops(key.Quant.Compute()) is null)
        {
            return null;
        }

        var stored = key.Quant == GemmQuant.Fp8Static ? GemmQuant.Fp8 : key.Quant;
        foreach (var location in Locate("gemm_perf"))
        {
            if (!_gemm.TryGetValue((location.Path, stored), out var table))
            {
                table = GemmTable.Read(Open(location.Path), stored, System, Describe(location));
                _gemm[(location.Path, stored)] = table;
            }

            if (table?.Curve(key.N, key.K) is { } curve)
            {
                var found = Borrowed(curve, location);
                return key.Quant == GemmQuant.Fp8Static ? WithoutDynamicScales(found, key) : found;
            }
        }

        return null;
    }

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key)
    {
        if (System.Flops(key.Fmha.Compute()) is null)
        {
            return null;
        }

        var wanted = key;
        return FirstExactThenNearest(
            "context_attention_perf", true, (table, source, transfer, other) => _attention.Prefill(table, wanted, source, transfer, other));
    }

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key)
    {
        var wanted = key;
        return FirstExactThenNearest(
            "generation_attention_perf", false, (table, source, transfer, other) => _attention.Decode(table, wanted, source, transfer, other));
    }

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key)
    {
        if (System.Flops(key.Quant.Compute()) is null)
        {
            return null;
        }

        var locations = Locate("moe_perf");
        foreach (var location in locations)
        {
            if (Moe(location).Exact(key) is { } curve)
            {
                return Borrowed(curve, location);
            }
        }

        foreach (var location in locations)
        {
            if (Moe(location).Nearest(key) is { } curve)
            {
                return Borrowed(curve, location);
            }
        }

        return null;
    }

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key)
    {
        if (key.Kind == CollectiveKind.AllReduce)
        {
            foreach (var location in Locate("custom_allreduce_perf"))
            {
                if (Collectives(location, null).AllReduce(key.Gpus) is { } curve)
                {
                    return Borrowed(curve, location);
                }
            }
        }

        return _catalog.LocateNccl() is { } nccl ? Collectives(nccl, nccl.Path.Contains("/oneccl/") ? "oneccl" : "nccl").Nccl(key) : null;
    }

    /// <inheritdoc />
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel) => _mixers.Prefill(kernel);

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel) => _mixers.Decode(kernel);

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) =>
        _mixers.PerToken(kernel) is var (curve, location) ? Borrowed(curve, location) : null;

    /// <inheritdoc />
    public KernelCurve? Exchange(in ExpertExchangeKey key)
    {
        // SGLang and vLLM run the same library, and only the former's tables have it; TensorRT-LLM has its own.
        if (_engine.Backend == BackendKind.TensorRtLlm)
        {
            return null;
        }

        _exchanges ??= ReadExchanges();
        return _exchanges.Curve(key);
    }

    // Older tables alone span nodes, so the release with the most ranks speaks.
    private ExchangeTable ReadExchanges()
    {
        ParquetFile? Widest(string table) => _catalog.VersionsWith(table, BackendKind.Sglang)
            .Select(version => Open(_catalog.Locate(table, BackendKind.Sglang, version)[0].Path))
            .MaxBy(file => TableColumns.Sizes(file, "node_num").Max());

        return new ExchangeTable(System, Widest("wideep_deepep_ll_perf"), Widest("wideep_deepep_normal_perf"), "table sglang, DeepEP");
    }

    private T? FirstExactThenNearest<T>(string tableName, bool prefill, Func<AttentionTable, string, bool, bool, T?> lookup)
        where T : class
    {
        var locations = Locate(tableName);
        foreach (var transfer in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var location in locations)
            {
                if (!_attentionTables.TryGetValue(location.Path, out var table))
                {
                    _attentionTables[location.Path] = table = new AttentionTable(Open(location.Path), prefill);
                }

                if (lookup(table, Describe(location), transfer, IsOtherRelease(location)) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    // A static checkpoint needs no pass to find the scales, and none to quantise an input that already is; both are measured apart.
    private KernelCurve WithoutDynamicScales(KernelCurve dynamic, in GemmKey key)
    {
        var (compute, matrix) = (Scale("computescale_perf"), Scale("scale_matrix_perf"));
        if (compute is null && matrix is null)
        {
            return dynamic;
        }

        var ms = dynamic.Times.ToArray();
        for (var i = 0; i < ms.Length; i++)
        {
            var m = dynamic.Sizes[i];
            var saved = (compute?.Ms(m, key.K) ?? 0) + (key.InputAlreadyQuantised ? matrix?.Ms(m, key.K) ?? 0 : 0);
            ms[i] = Math.Max(ms[i] - saved, RooflineMs.Gemm(System, GemmQuant.Fp8, m, key.N, key.K));
        }

        return new KernelCurve(
            dynamic.Sizes.ToArray(), ms, dynamic.Provenances.ToArray(), dynamic.TailSlope, dynamic.RelativeUncertainty + 0.02, dynamic.Source);
    }

    private ScaleTable? Scale(string tableName)
    {
        foreach (var location in Locate(tableName))
        {
            if (!_scale.TryGetValue(location.Path, out var table))
            {
                _scale[location.Path] = table = ScaleTable.Read(Open(location.Path));
            }

            if (table is not null)
            {
                return table;
            }
        }

        return null;
    }

    private MoeTable Moe(TableLocation location)
    {
        if (!_moe.TryGetValue(location.Path, out var table))
        {
            _moe[location.Path] = table = new MoeTable(Open(location.Path), System, Describe(location));
        }

        return table;
    }

    private CollectiveTable Collectives(TableLocation location, string? library)
    {
        if (!_collectives.TryGetValue(location.Path, out var table))
        {
            var file = Open(location.Path);
            table = library is null
                ? CollectiveTable.ReadAllReduce(file, Describe(location))
                : CollectiveTable.ReadNccl(file, $"table {library} {location.Version}", library);
            _collectives[location.Path] = table;
        }

        return table;
    }

    private IReadOnlyList<TableLocation> Locate(string table) => _catalog.Locate(table, _engine.Backend, _engine.Version);

    private string Describe(TableLocation location) => $"table {_engine.Backend.Name()} {location.Version}";

    private static bool IsOtherRelease(TableLocation location) => location.Channel > TableChannel.Declared;

    private static KernelCurve Borrowed(KernelCurve curve, TableLocation location)
    {
        if (!IsOtherRelease(location))
        {
            return curve;
        }

        var provenance = new Provenance[curve.Sizes.Length];
        Array.Fill(provenance, Provenance.Transferred);
        return new KernelCurve(
            curve.Sizes.ToArray(), curve.Times.ToArray(), provenance, curve.TailSlope, curve.RelativeUncertainty + OtherReleaseUncertainty, curve.Source);
    }

    private ParquetFile Open(string path)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            _files[path] = file = ParquetFile.Open(_catalog.Root.ReadFile(path), $"{_catalog.Root.Name}/{path}");
        }

        return file;
    }
}
