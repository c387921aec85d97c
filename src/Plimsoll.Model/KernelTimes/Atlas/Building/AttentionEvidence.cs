using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Atlas.Surfaces;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>Collects the measured attention of a release, one section per format of arithmetic and cache.</summary>
internal static class AttentionEvidence
{
    /// <summary>All sections of prefill attention.</summary>
    public static IEnumerable<SectionEvidence> Prefill(EvidenceFiles files) => Of(files, "context_attention_perf", isPrefill: true);

    /// <summary>All sections of decode attention.</summary>
    public static IEnumerable<SectionEvidence> Decode(EvidenceFiles files) => Of(files, "generation_attention_perf", isPrefill: false);

    private static IEnumerable<SectionEvidence> Of(EvidenceFiles files, string tableName, bool isPrefill)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var location in files.Locate(tableName))
        {
            var table = new AttentionTable(files.Open(location.Path), isPrefill);
            foreach (var (format, shapes) in Formats(files, table, isPrefill))
            {
                if (seen.Add(format))
                {
                    yield return new SectionEvidence(
                        isPrefill ? AtlasOperator.PrefillAttention : AtlasOperator.DecodeAttention,
                        format,
                        location.Version,
                        EvidenceFiles.IsBorrowed(location),
                        $"{location.Path}:{format}",
                        isPrefill ? AttentionSurface.PrefillLattice : AttentionSurface.DecodeLattice,
                        AttentionSurface.UnevenHeads,
                        [],
                        () => shapes.Select(shape => Slice(files, table, shape, isPrefill)).Where(slice => slice.Points.Length > 0).ToArray());
                }
            }
        }
    }

    private static IEnumerable<(string Format, AttentionSlice[] Shapes)> Formats(EvidenceFiles files, AttentionTable table, bool isPrefill) => table.Slices
        .Where(shape => QuantizationNames.TryParseKv(shape.Kv, out _)
            && (!isPrefill || (QuantizationNames.TryParseFmha(shape.Format, out var fmha) && files.System.Flops(fmha.Compute()) is not null)))
        .GroupBy(shape => isPrefill ? $"{shape.Format}/{shape.Kv}" : shape.Kv, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (group.Key, group.OrderBy(s => s.HeadDim).ThenBy(s => s.Window).ThenBy(s => s.KvHeads).ToArray()));

    private static EvidenceSlice Slice(EvidenceFiles files, AttentionTable table, AttentionSlice shape, bool isPrefill)
    {
        var points = new List<EvidencePoint>();
        var used = new List<(AttentionKey Key, int Count)>();
        foreach (var heads in table.HeadCounts(shape))
        {
            var key = shape.Restate(new AttentionKey((int)heads, shape.KvHeads, shape.HeadDim, default, default));
            var before = points.Count;
            var time = Times(files.Source, key, isPrefill);
            foreach (var (length, batch, _) in table.Points(shape, heads))
            {
                // A row without a time says nothing.
                var at = isPrefill ? new LatticePoint(heads, length, batch) : new LatticePoint(heads, batch, length);
                if (time(at) is > 0 and var ms)
                {
                    points.Add(new EvidencePoint(at, ms, Roofline(files, key, at, isPrefill), false));
                }
            }

            used.Add((key, points.Count - before));
        }

        var all = points.ToArray();
        return new EvidenceSlice(
            AttentionSurface.SliceKey(shape.KvHeads, shape.HeadDim, shape.Window), all, [], source => Predict(source, used, all, isPrefill));
    }

    private static double Roofline(EvidenceFiles files, in AttentionKey key, in LatticePoint at, bool isPrefill) => isPrefill
        ? RooflineMs.PrefillAttention(files.System, key, at.Z, at.Y)
        : RooflineMs.DecodeAttention(files.System, key, at.Y, at.Z);

    private static Func<LatticePoint, double> Times(IKernelTimeSource source, AttentionKey key, bool isPrefill)
    {
        if (isPrefill)
        {
            var prefill = source.PrefillAttention(key);
            return at => prefill?.Ms((int)at.Z, at.Y, 0) ?? double.NaN;
        }

        var decode = source.DecodeAttention(key);
        return at => decode?.Ms(at.Y, at.Z) ?? double.NaN;
    }

    private static double[] Predict(
        IKernelTimeSource source, List<(AttentionKey Key, int Count)> keys, EvidencePoint[] points, bool isPrefill)
    {
        var ms = new double[points.Length];
        var at = 0;
        foreach (var (key, count) in keys)
        {
            var time = Times(source, key, isPrefill);
            for (var end = at + count; at < end; at++)
            {
                ms[at] = time(points[at].At);
            }
        }

        return ms;
    }
}
