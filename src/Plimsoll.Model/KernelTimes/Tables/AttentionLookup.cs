using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Turns slices of attention tables into surfaces: picks the slice, the head count, fills the grid, scales what is transferred.</summary>
/// <param name="system">The GPU.</param>
internal sealed class AttentionLookup(GpuSystem system)
{
    private const double Uncertainty = 0.04;
    private const double BetweenUncertainty = 0.02;
    private const double HeadsUncertainty = 0.05;
    private const double DistanceUncertainty = 0.08;
    private const double OtherReleaseUncertainty = 0.05;
    private const double LaunchMs = 0.003;

    /// <summary>Prefill attention from a context table, from exactly its slice or (when <paramref name="transfer"/>) the nearest.</summary>
    public PrefillAttentionSurface? Prefill(AttentionTable table, AttentionKey key, string source, bool transfer, bool otherRelease)
    {
        if (Find(table, key, true, transfer) is not { } found)
        {
            return null;
        }

        double Bound(AttentionKey k, double length, double batch) => RooflineMs.PrefillAttention(system, k, batch, length);
        var (grid, known, uncertainty) = Grid(table, key, found, otherRelease, prefill: true, Bound);
        var kvRead = 2000.0 * key.KvHeads * key.HeadDim * Quantization.QuantizationNames.BytesPerValue(key.Kv) / system.MemoryBandwidth;
        return new PrefillAttentionSurface(grid.Major, grid.Minor, grid.Ms, known, kvRead, uncertainty, source + found.Remark, key.Window);
    }

    /// <summary>Decode attention from a generation table, from exactly its slice or (when <paramref name="transfer"/>) the nearest.</summary>
    public DecodeAttentionSurface? Decode(AttentionTable table, AttentionKey key, string source, bool transfer, bool otherRelease)
    {
        if (Find(table, key, false, transfer) is not { } found)
        {
            return null;
        }

        double Bound(AttentionKey k, double rows, double length) => RooflineMs.DecodeAttention(system, k, rows, length);
        var (grid, known, uncertainty) = Grid(table, key, found, otherRelease, prefill: false, Bound);
        return new DecodeAttentionSurface(grid.Major, grid.Minor, grid.Ms, known, uncertainty, source + found.Remark, key.Window);
    }

    private sealed record Found(AttentionSlice Slice, double Distance, string Remark);

    private static Found? Find(AttentionTable table, AttentionKey key, bool prefill, bool transfer)
    {
        var wanted = AttentionSlice.Of(key, prefill);
        Found? best = null;
        foreach (var slice in table.Slices)
        {
            var distance = wanted.DistanceTo(slice);
            if (distance < (best?.Distance ?? double.MaxValue) && (transfer || distance == 0))
            {
                best = new Found(slice, distance, distance == 0 ? "" : $", from {Describe(slice)}");
            }
        }

        return best;
    }

    private static string Describe(AttentionSlice slice) =>
        $"{(slice.KvHeads == 0 ? "own KV heads" : $"{slice.KvHeads} KV heads")}, head {slice.HeadDim}, KV {slice.Kv}"
        + (slice.Window > 0 ? $", window {slice.Window}" : "");

    // Coordinates: (length, batch) for prefill, (rows, length) for decode.
    private static (AttentionGrid Grid, Provenance Known, double Uncertainty) Grid(
        AttentionTable table,
        AttentionKey key,
        Found found,
        bool otherRelease,
        bool prefill,
        Func<AttentionKey, double, double, double> bound)
    {
        var measured = found.Slice.Restate(key);
        var heads = table.HeadCounts(found.Slice);
        var (low, high, share) = Bracket(heads, measured.Heads);
        var (lowPoints, highPoints) = (Points(low), share > 0 ? Points(high) : []);
        var major = Axis(lowPoints.Concat(highPoints).Select(p => p.Major));
        var minor = Axis(lowPoints.Concat(highPoints).Select(p => p.Minor));
        var grid = Filled(low, lowPoints);
        if (share > 0)
        {
            grid = grid.Blend(Filled(high, highPoints), share);
        }

        // A head count outside the table, or a transferred slice, is scaled by what the roofline says of the difference; launching stays.
        var inTable = Math.Clamp(measured.Heads, heads[0], heads[^1]);
        var basis = WithHeads(inTable);
        if (basis != key)
        {
            for (var at = 0; at < grid.Ms.Length; at++)
            {
                var (x, y) = (grid.Major[at / grid.Minor.Length], grid.Minor[at % grid.Minor.Length]);
                grid.Ms[at] *= (LaunchMs + bound(key, x, y)) / (LaunchMs + bound(basis, x, y));
            }
        }

        var headOctaves = Math.Abs(Math.Log2((double)measured.Heads / inTable));
        var known = found.Distance > 0 || otherRelease ? Provenance.Transferred
            : headOctaves > 0 ? Provenance.Extrapolated
            : share > 0 ? Provenance.Interpolated
            : Provenance.Measured;
        var uncertainty = Uncertainty + (DistanceUncertainty * found.Distance) + (HeadsUncertainty * headOctaves)
            + (share > 0 ? BetweenUncertainty : 0) + (otherRelease ? OtherReleaseUncertainty : 0);
        return (grid, known, uncertainty);

        (double Major, double Minor, double Ms)[] Points(long count) => table.Points(found.Slice, count)
            .Select(p => prefill ? ((double)p.Length, (double)p.Batch, p.Ms) : (p.Batch, p.Length, p.Ms))
            .ToArray();

        AttentionGrid Filled(long count, (double Major, double Minor, double Ms)[] points)
        {
            var shape = WithHeads(count);
            return AttentionGrid.Of(points, major, minor, (x, y) => bound(shape, x, y), table.Name);
        }

        AttentionKey WithHeads(long count) =>
            measured with { Heads = (int)count, KvHeads = found.Slice.KvHeads == 0 ? (int)count : measured.KvHeads };
    }

    private static double[] Axis(IEnumerable<double> coordinates) => coordinates.Distinct().Order().ToArray();

    private static (long Low, long High, double Share) Bracket(long[] heads, int wanted)
    {
        if (wanted <= heads[0])
        {
            return (heads[0], heads[0], 0);
        }

        if (wanted >= heads[^1])
        {
            return (heads[^1], heads[^1], 0);
        }

        var at = Array.BinarySearch(heads, wanted);
        return at >= 0
            ? (heads[at], heads[at], 0)
            : (heads[~at - 1], heads[~at], (double)(wanted - heads[~at - 1]) / (heads[~at] - heads[~at - 1]));
    }
}
