using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Atlas.Surfaces;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>Collects the measured projections of a release, one section per format, static fp8 with and without quantising its input.</summary>
internal static class GemmEvidence
{
    private const string Table = "gemm_perf";
    private static readonly string[] ScaleTables = ["computescale_perf", "scale_matrix_perf"];

    /// <summary>All sections; a repaired one is followed by the same as it was measured.</summary>
    public static IEnumerable<SectionEvidence> Of(EvidenceFiles files)
    {
        foreach (var quant in Enum.GetValues<GemmQuant>())
        {
            if (quant == GemmQuant.Fp8Static || files.System.Flops(quant.Compute()) is null || Find(files, quant) is not { } location)
            {
                continue;
            }

            yield return Section(files, location, quant, new Kind(quant, false, false), location.Path);
            yield return Section(files, location, quant, new Kind(quant, false, true), location.Path);
            if (quant == GemmQuant.Fp8)
            {
                var scales = ScaleTables.SelectMany(files.Locate).Select(found => found.Path).ToArray();
                if (scales.Length > 0)
                {
                    var identity = string.Join('|', [location.Path, .. scales]);
                    yield return Section(files, location, quant, new Kind(GemmQuant.Fp8Static, false, false), identity);
                    yield return Section(files, location, quant, new Kind(GemmQuant.Fp8Static, true, false), identity);
                }
            }
        }
    }

    private readonly record struct Kind(GemmQuant Quant, bool HasQuantisedInput, bool IsRaw);

    private static TableLocation? Find(EvidenceFiles files, GemmQuant quant)
    {
        foreach (var location in files.Locate(Table))
        {
            if (Array.IndexOf(files.Open(location.Path).ReadStrings("gemm_dtype").Values, quant.Name()) >= 0)
            {
                return location;
            }
        }

        return null;
    }

    private static SectionEvidence Section(EvidenceFiles files, TableLocation location, GemmQuant measured, Kind kind, string identity)
    {
        var format = GemmSurface.Format(kind.Quant, kind.HasQuantisedInput, kind.IsRaw);
        return new SectionEvidence(
            AtlasOperator.Gemm,
            format,
            location.Version,
            EvidenceFiles.IsBorrowed(location),
            $"{identity}:{format}",
            GemmSurface.Lattice,
            [],
            [],
            () => Slices(files, kind, [.. Keys(files, location, measured, kind)]));
    }

    private static IEnumerable<GemmKey> Keys(EvidenceFiles files, TableLocation location, GemmQuant measured, Kind kind) =>
        Sites(files.Open(location.Path), measured.Name())
            .Select(site => new GemmKey(kind.Quant, (int)site.N, (int)site.K, kind.HasQuantisedInput));

    // What was never repaired needs no second section of raw times.
    private static EvidenceSlice[] Slices(EvidenceFiles files, Kind kind, GemmKey[] keys)
    {
        var repaired = Slice(files, files.Source, keys);
        return !kind.IsRaw ? [repaired]
            : repaired.Points.Any(point => point.IsRepaired) ? [Slice(files, files.Raw, keys)]
            : [];
    }

    // Width pairs that were measured at more than one row count.
    private static SortedSet<(long N, long K)> Sites(ParquetFile file, string format)
    {
        var formats = file.ReadStrings("gemm_dtype");
        var code = Array.IndexOf(formats.Values, format);
        var (n, k, m) = (file.ReadInt64("n"), file.ReadInt64("k"), file.ReadInt64("m"));
        var first = new Dictionary<(long, long), long>();
        var sites = new SortedSet<(long N, long K)>();
        for (var row = 0; row < n.Length; row++)
        {
            if (formats.Codes[row] == code && !first.TryAdd((n[row], k[row]), m[row]) && first[(n[row], k[row])] != m[row])
            {
                sites.Add((n[row], k[row]));
            }
        }

        return sites;
    }

    private static EvidenceSlice Slice(EvidenceFiles files, IKernelTimeSource times, GemmKey[] keys)
    {
        var points = new List<EvidencePoint>();
        var used = new List<(GemmKey Key, int Count)>();
        foreach (var key in keys)
        {
            if (times.Gemm(key) is not { } curve)
            {
                continue;
            }

            for (var i = 0; i < curve.Sizes.Length; i++)
            {
                var (m, ms) = (curve.Sizes[i], curve.Times[i]);
                points.Add(new EvidencePoint(
                    new LatticePoint(key.N, key.K, m),
                    ms,
                    RooflineMs.Gemm(files.System, key.Quant, m, key.N, key.K),
                    curve.Provenances[i] == Provenance.Repaired));
            }

            used.Add((key, curve.Sizes.Length));
        }

        var all = points.ToArray();
        var anchors = files.Engine.Backend == BackendKind.Vllm && all.Any(point => point.IsRepaired)
            ? GemmAnchors.Of(files.System, keys[0].Quant)
            : [];
        return new EvidenceSlice(GemmSurface.SliceKey, all, anchors, source => Predict(source, used, all));
    }

    private static double[] Predict(IKernelTimeSource source, List<(GemmKey Key, int Count)> keys, EvidencePoint[] points)
    {
        var ms = new double[points.Length];
        var at = 0;
        foreach (var (key, count) in keys)
        {
            var curve = source.Gemm(key);
            for (var end = at + count; at < end; at++)
            {
                ms[at] = curve?.Ms(points[at].At.Z) ?? double.NaN;
            }
        }

        return ms;
    }
}
