using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Surfaces;

/// <summary>Grouped-query attention: efficiency over heads and the sizes of the batch, one slice per (KV heads, head width, window).</summary>
internal static class AttentionSurface
{
    private const double TransferUncertaintyPerOctave = 0.08;

    /// <summary>Knots over (heads, prompt length, sequences).</summary>
    public static Lattice PrefillLattice { get; } = new(
        new LatticeAxis(1, 2, 4, 8, 16, 32, 64, 96),
        new LatticeAxis(1, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536),
        new LatticeAxis(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024));

    /// <summary>Knots over (heads, rows, KV length).</summary>
    public static Lattice DecodeLattice { get; } = new(
        new LatticeAxis(1, 2, 4, 8, 16, 32, 64, 128),
        new LatticeAxis(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096),
        new LatticeAxis(1, 4, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144));

    /// <summary>
    /// Head counts between the lattices' own. Kernels that pad the queries of a KV head to a power of two leave the smooth surface there.
    /// </summary>
    public static double[] UnevenHeads { get; } = [3, 5, 6, 10, 12, 20, 24, 40, 48];

    /// <summary>How a section of prefill surfaces is called.</summary>
    public static string PrefillFormat(FmhaQuant fmha, KvQuant kv) => $"{fmha.Name()}/{kv.Name()}";

    /// <summary>How a section of decode surfaces is called.</summary>
    public static string DecodeFormat(KvQuant kv) => kv.Name();

    /// <summary>The key of the slice that an attention belongs to; KV heads are 0 where each query head has its own.</summary>
    public static int[] SliceKey(int kvHeads, int headDim, int window) => [kvHeads, headDim, window];

    /// <summary>Prefill attention; from the nearest slice of any format when exactly this one was never measured.</summary>
    public static PrefillAttentionSurface? Prefill(IAtlasSections sections, GpuSystem system, AttentionKey key)
    {
        if (system.Flops(key.Fmha.Compute()) is null
            || Find(sections, AtlasOperator.PrefillAttention, PrefillFormat(key.Fmha, key.Kv), key) is not { } found)
        {
            return null;
        }

        var box = found.Section.Surfaces.Boxes[found.Slice];
        var lengths = CurveOverKnots.Refined(found.Section.Surfaces.Lattice.Y.Sizes.AsSpan(box.Y, box.CountY));
        var batches = found.Section.Surfaces.Lattice.Z.Sizes.AsSpan(box.Z, box.CountZ).ToArray();
        var ms = Grid(found, lengths, batches, (length, batch) => RooflineMs.PrefillAttention(system, key, batch, length));
        var kvRead = 2000.0 * key.KvHeads * key.HeadDim * key.Kv.BytesPerValue() / system.MemoryBandwidth;
        return new PrefillAttentionSurface(lengths, batches, ms, found.Provenance, kvRead, found.Uncertainty, found.Source, key.Window);
    }

    /// <summary>Decode attention; from the nearest slice of any format when exactly this one was never measured.</summary>
    public static DecodeAttentionSurface? Decode(IAtlasSections sections, GpuSystem system, AttentionKey key)
    {
        if (Find(sections, AtlasOperator.DecodeAttention, DecodeFormat(key.Kv), key) is not { } found)
        {
            return null;
        }

        var box = found.Section.Surfaces.Boxes[found.Slice];
        var rows = found.Section.Surfaces.Lattice.Y.Sizes.AsSpan(box.Y, box.CountY).ToArray();
        var lengths = found.Section.Surfaces.Lattice.Z.Sizes.AsSpan(box.Z, box.CountZ).ToArray();
        var ms = Grid(found, rows, lengths, (row, length) => RooflineMs.DecodeAttention(system, key, row, length));
        return new DecodeAttentionSurface(rows, lengths, ms, found.Provenance, found.Uncertainty, found.Source, key.Window);
    }

    private sealed record Found(FittedSection Section, int Slice, double Heads, Provenance Provenance, double Uncertainty, string Source);

    private static Found? Find(IAtlasSections sections, AtlasOperator op, string format, in AttentionKey key)
    {
        var sliceKey = SliceKey(key.KvHeads == key.Heads ? 0 : key.KvHeads, key.HeadDim, key.Window);
        foreach (var section in sections.Find(op, format))
        {
            var slice = section.Surfaces.Find(sliceKey);
            if (slice >= 0)
            {
                return Exactly(section, slice, key);
            }
        }

        return Nearest(sections, op, key);
    }

    private static Found Exactly(FittedSection section, int slice, in AttentionKey key)
    {
        var box = section.Surfaces.Boxes[slice];
        var outside = section.Surfaces.Lattice.X.OctavesOutside(key.Heads, box.X, box.CountX);
        var provenance = outside > 0 && section.Provenance < Provenance.Extrapolated ? Provenance.Extrapolated : section.Provenance;
        return new Found(section, slice, key.Heads, provenance, section.Uncertainty(outside), section.Source);
    }

    private static Found? Nearest(IAtlasSections sections, AtlasOperator op, in AttentionKey key)
    {
        var wanted = AttentionSlice.Of(key, op == AtlasOperator.PrefillAttention);
        (FittedSection Section, int Slice, AttentionSlice Shape)? best = null;
        var least = double.MaxValue;
        foreach (var format in sections.Formats(op))
        {
            var section = sections.Find(op, format).First();
            for (var slice = 0; slice < section.Surfaces.SliceCount; slice++)
            {
                var shape = ShapeOf(op, format, section.Surfaces.KeyOf(slice));
                var distance = wanted.DistanceTo(shape);
                if (distance < least)
                {
                    (best, least) = ((section, slice, shape), distance);
                }
            }
        }

        if (best is not { } found)
        {
            return null;
        }

        var uncertainty = found.Section.Uncertainty(0) + (TransferUncertaintyPerOctave * least);
        var source = $"{found.Section.Source}, from {Describe(found.Shape)}";
        return new Found(found.Section, found.Slice, key.Heads, Provenance.Transferred, uncertainty, source);
    }

    private static AttentionSlice ShapeOf(AtlasOperator op, string format, ReadOnlySpan<int> key)
    {
        var slash = format.IndexOf('/', StringComparison.Ordinal);
        return op == AtlasOperator.PrefillAttention && slash >= 0
            ? new AttentionSlice(format[..slash], format[(slash + 1)..], key[0], key[1], key[2])
            : new AttentionSlice("", format, key[0], key[1], key[2]);
    }

    private static string Describe(in AttentionSlice slice) =>
        $"{(slice.KvHeads == 0 ? "own KV heads" : $"{slice.KvHeads} KV heads")}, head {slice.HeadDim}, KV {slice.Kv}"
        + (slice.Window > 0 ? $", window {slice.Window}" : "");

    private static double[] Grid(Found found, double[] major, double[] minor, Func<double, double, double> roofline)
    {
        var ms = new double[major.Length * minor.Length];
        for (var i = 0; i < major.Length; i++)
        {
            for (var j = 0; j < minor.Length; j++)
            {
                var point = new LatticePoint(found.Heads, major[i], minor[j]);
                ms[(i * minor.Length) + j] = found.Section.Surfaces.Ms(found.Slice, point, roofline(major[i], minor[j]), out _);
            }
        }

        return ms;
    }
}
