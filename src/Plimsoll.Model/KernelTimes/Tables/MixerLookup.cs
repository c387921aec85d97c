using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Turns slices of mixer tables into surfaces: picks the slices, the head count, fills the grid, scales what is transferred.</summary>
/// <param name="system">The GPU.</param>
internal sealed class MixerLookup(GpuSystem system)
{
    private const double Uncertainty = 0.05;
    private const double BetweenUncertainty = 0.02;
    private const double HeadsUncertainty = 0.05;
    private const double FormatUncertainty = 0.12;
    private const double OtherReleaseUncertainty = 0.05;
    private const double LaunchMs = 0.003;
    private const int MostCompressed = 128;

    private readonly Dictionary<string, (AttentionBlock[] Blocks, int Hidden)?> _models = new(StringComparer.Ordinal);

    /// <summary>Prefill from exactly the kernel's formats or (when <paramref name="transfer"/>) the nearest ones.</summary>
    public PrefillMixerSurface? Prefill(MixerTable table, MixerKernel kernel, string source, bool transfer, bool otherRelease)
    {
        if (Find(table, kernel, prefill: true, transfer) is not { } found)
        {
            return null;
        }

        var heads = kernel.Heads;
        var counts = table.HeadCounts(found.Slices);
        var (low, high, share) = Bracket(counts, heads);
        var (lowPoints, highPoints) = (table.Points(found.Slices, low), share > 0 ? table.Points(found.Slices, high) : []);
        double[] cached = [.. Prefixes([.. lowPoints, .. highPoints])];
        var (lengths, batches) = (Axis([.. lowPoints, .. highPoints], p => p.Length), Axis([.. lowPoints, .. highPoints], p => p.Batch));
        var ms = TableColumns.Cells(table.Name, cached.Length, lengths.Length, batches.Length);
        for (var c = 0; c < cached.Length; c++)
        {
            var slab = Slab(low, lowPoints, cached[c]);
            if (share > 0)
            {
                slab = slab.Blend(Slab(high, highPoints, cached[c]), share);
            }

            slab.Ms.CopyTo(ms, c * slab.Ms.Length);
            Rescale(ms.AsSpan(c * slab.Ms.Length, slab.Ms.Length), (l, b, k) => k.PrefillBoundMs(system, batches[b], lengths[l], cached[c]));
        }

        var (known, uncertainty) = Quality(found, otherRelease, heads, low, high);
        return new PrefillMixerSurface(
            kernel, system, new PrefillGrid(cached, lengths, batches, ms), known, uncertainty, source + found.Remark);

        AttentionGrid Slab(long count, List<MixerPoint> points, double prefix)
        {
            var shape = found.Measured with { Heads = (int)count };
            var there = points.Where(p => p.Step == prefix).Select(p => ((double)p.Length, (double)p.Batch, p.Ms)).ToArray();
            return AttentionGrid.Of(
                there, lengths, batches, (length, batch) => shape.PrefillBoundMs(system, batch, length, prefix), table.Name, alongMinor: !kernel.IsQuadratic);
        }

        void Rescale(Span<double> slab, Func<int, int, MixerKernel, double> bound) =>
            ScaleTo(slab, batches.Length, kernel, found.Measured with { Heads = (int)Math.Clamp(heads, counts[0], counts[^1]) }, bound);
    }

    /// <summary>Decode from exactly the kernel's formats or (when <paramref name="transfer"/>) the nearest ones.</summary>
    public DecodeAttentionSurface? Decode(MixerTable table, MixerKernel kernel, string source, bool transfer, bool otherRelease)
    {
        if (Find(table, kernel, prefill: false, transfer) is not { } found)
        {
            return null;
        }

        var heads = kernel.Heads;
        var counts = table.HeadCounts(found.Slices);
        var (low, high, share) = Bracket(counts, heads);
        var (lowPoints, highPoints) = (table.Points(found.Slices, low), share > 0 ? table.Points(found.Slices, high) : []);
        var (rows, lengths) = (Axis([.. lowPoints, .. highPoints], p => p.Batch), Axis([.. lowPoints, .. highPoints], p => p.Length + p.Step));
        var grid = Filled(low, lowPoints);
        if (share > 0)
        {
            grid = grid.Blend(Filled(high, highPoints), share);
        }

        ScaleTo(
            grid.Ms, lengths.Length, kernel, found.Measured with { Heads = (int)Math.Clamp(heads, counts[0], counts[^1]) }, (r, l, k) => k.DecodeBoundMs(system, rows[r], lengths[l]));
        var (known, uncertainty) = Quality(found, otherRelease, heads, low, high);
        return new DecodeAttentionSurface(grid.Major, grid.Minor, grid.Ms, known, uncertainty, source + found.Remark);

        AttentionGrid Filled(long count, List<MixerPoint> points)
        {
            var shape = found.Measured with { Heads = (int)count };
            var times = points.Select(p => ((double)p.Batch, (double)(p.Length + p.Step), p.Ms)).ToArray();
            return AttentionGrid.Of(times, rows, lengths, (batch, length) => shape.DecodeBoundMs(system, batch, length), table.Name);
        }
    }

    private sealed record Found(IReadOnlyList<MixerSlice> Slices, MixerKernel Measured, int Distance, string Remark);

    private Found? Find(MixerTable table, MixerKernel kernel, bool prefill, bool transfer)
    {
        var best = new List<MixerSlice>();
        var least = int.MaxValue;
        foreach (var slice in table.Slices)
        {
            var distance = IsOfShape(slice, kernel) ? Distance(slice, kernel, prefill) : int.MaxValue;
            if (distance == int.MaxValue || (distance > 0 && !transfer) || distance > least)
            {
                continue;
            }

            if (distance < least)
            {
                best.Clear();
            }

            // Slices of several checkpoints of one shape stand for the same kernel; of formats, the first at the least distance.
            least = distance;
            if (best.Count == 0 || (best[0] with { Model = slice.Model }) == slice)
            {
                best.Add(slice);
            }
        }

        return best.Count == 0 ? null
            : new Found(best, Restate(kernel, best[0]), least, least == 0 ? "" : $", from {Describe(best[0])}");
    }

    private bool IsOfShape(MixerSlice slice, MixerKernel kernel)
    {
        if (!slice.Operation.StartsWith(kernel.Operation + "_", StringComparison.Ordinal))
        {
            return false;
        }

        if (kernel is not BlockKernel asked)
        {
            return true;
        }

        return (slice.Operation.EndsWith("module" + asked.OperationSuffix, StringComparison.Ordinal) || slice.Operation.EndsWith("module", StringComparison.Ordinal))
            && Model(slice.Model) is { } measured
            && measured.Hidden == asked.HiddenSize
            && measured.Blocks.Any(candidate => SameShape(candidate, asked.Shape));
    }

    private (AttentionBlock[] Blocks, int Hidden)? Model(string id)
    {
        if (!_models.TryGetValue(id, out var model))
        {
            _models[id] = model = ModelCatalog.TryFind(id) is { } known
                ? (known.LayerGroups.Select(group => group.Attention).OfType<AttentionBlock>().Distinct().ToArray(), known.HiddenSize)
                : null;
        }

        return model;
    }

    // The heads of all GPUs do not count: a table row states those of one.
    private static bool SameShape(AttentionBlock measured, AttentionBlock asked) => measured switch
    {
        LatentAttention latent => asked is LatentAttention other && AnyHeads(latent) == AnyHeads(other),
        BlockSparseAttention sparse => asked is BlockSparseAttention other && sparse == other,
        CompressedAttention compressed => asked is CompressedAttention other && (compressed.Indexer is null) == (other.Indexer is null)
            && compressed with { Ratio = other.Ratio } == other,
        _ => measured == asked,
    };

    private static LatentAttention AnyHeads(LatentAttention block) =>
        block with { Heads = 1, Gated = false, Indexer = block.Indexer is { } indexer ? indexer with { Reuses = false } : null };

    // Formats that differ: that of the arithmetic counts most.
    private static int Distance(MixerSlice slice, MixerKernel kernel, bool prefill) =>
        (slice.Kv == kernel.Kv.Name() ? 0 : 1)
        + (kernel is not BlockKernel block || slice.Gemm == block.Gemm.Name() ? 0 : 2)
        + (!prefill || slice.Fmha == kernel.Fmha.Name() ? 0 : 3)
        + (IsVariant(slice, kernel) ? 0 : 6);

    // Layers without a compressed part were measured nowhere; those with the most compressed one stand for them.
    private static bool IsVariant(MixerSlice slice, MixerKernel kernel) => kernel is CompressedKernel { Block.Ratio: 0 } ? false
        : kernel is not BlockKernel { OperationSuffix: { Length: > 0 } suffix } || slice.Operation.EndsWith(suffix, StringComparison.Ordinal);

    private static MixerKernel Restate(MixerKernel kernel, MixerSlice slice)
    {
        var kv = QuantizationNames.TryParseKv(slice.Kv, out var storage) ? storage : kernel.Kv;
        var fmha = QuantizationNames.TryParseFmha(slice.Fmha, out var arithmetic) ? arithmetic : kernel.Fmha;
        var restated = kernel with { Kv = kv, Fmha = fmha };
        restated = restated is LatentBlockKernel { Block.Indexer: { } indexer } latent && !IsVariant(slice, kernel)
            ? latent with { Block = latent.Block with { Indexer = indexer with { Reuses = false } } }
            : restated is CompressedKernel { Block.Ratio: 0 } window ? window with { Block = window.Block with { Ratio = MostCompressed } }
            : restated;
        return restated is BlockKernel block && QuantizationNames.TryParseGemm(slice.Gemm, out var gemm) ? block with { Gemm = gemm } : restated;
    }

    private static string Describe(MixerSlice slice) =>
        $"KV {slice.Kv}" + (slice.Gemm.Length > 0 ? $", {slice.Gemm} projections" : "") + (slice.Fmha.Length > 0 ? $", {slice.Fmha} arithmetic" : "");

    private static (Provenance Known, double Uncertainty) Quality(Found found, bool otherRelease, int heads, long low, long high)
    {
        var octaves = heads < low ? Math.Log2((double)low / heads) : heads > high ? Math.Log2((double)heads / high) : 0;
        var known = found.Distance > 0 || otherRelease ? Provenance.Transferred
            : octaves > 0 ? Provenance.Extrapolated
            : low != high ? Provenance.Interpolated
            : Provenance.Measured;
        return (known, Uncertainty + (found.Distance > 0 ? FormatUncertainty : 0) + (HeadsUncertainty * octaves)
            + (low != high ? BetweenUncertainty : 0) + (otherRelease ? OtherReleaseUncertainty : 0));
    }

    private static void ScaleTo(
        Span<double> ms, int minor, MixerKernel asked, MixerKernel measured, Func<int, int, MixerKernel, double> bound)
    {
        for (var at = 0; asked != measured && at < ms.Length; at++)
        {
            ms[at] *= (LaunchMs + bound(at / minor, at % minor, asked)) / (LaunchMs + bound(at / minor, at % minor, measured));
        }
    }

    // Some prefixes were measured for one length only, to reach the end of the context; a slab of the grid needs several lengths.
    private static IEnumerable<double> Prefixes(IReadOnlyList<MixerPoint> points)
    {
        var lengths = points.Where(p => p.Step == 0).Select(p => p.Length).Distinct().Count();
        return points.GroupBy(p => p.Step)
            .Where(group => group.Key == 0 || 2 * group.Select(p => p.Length).Distinct().Count() > lengths)
            .Select(group => (double)group.Key)
            .Order();
    }

    private static double[] Axis(IReadOnlyList<MixerPoint> points, Func<MixerPoint, long> coordinate) =>
        points.Select(p => (double)coordinate(p)).Distinct().Order().ToArray();

    private static (long Low, long High, double Share) Bracket(long[] heads, int wanted)
    {
        var at = Array.BinarySearch(heads, wanted);
        return wanted <= heads[0] ? (heads[0], heads[0], 0)
            : wanted >= heads[^1] ? (heads[^1], heads[^1], 0)
            : at >= 0 ? (heads[at], heads[at], 0)
            : (heads[~at - 1], heads[~at], (double)(wanted - heads[~at - 1]) / (heads[~at] - heads[~at - 1]));
    }
}
