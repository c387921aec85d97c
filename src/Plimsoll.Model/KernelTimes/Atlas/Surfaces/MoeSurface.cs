using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Surfaces;

/// <summary>Routed experts: efficiency over tokens, one slice per (widths, experts, top-k, splits, routing distribution).</summary>
internal static class MoeSurface
{
    private const double TransferUncertaintyPerOctave = 0.08;

    /// <summary>Knots over tokens.</summary>
    public static Lattice Lattice { get; } = new(
        LatticeAxis.None,
        LatticeAxis.None,
        new LatticeAxis(1, 2, 4, 8, 16, 32, 64, 96, 128, 160, 256, 384, 512, 1024, 2048, 4096, 8192, 16384, 32768));

    /// <summary>The key of a slice; the distribution is a word of the section.</summary>
    public static int[] SliceKey(in MoeKey key, int distribution) =>
        [key.HiddenSize, key.IntermediateSize, key.Experts, key.TopK, key.MoeTp, key.MoeEp, distribution];

    /// <summary>The curve over tokens; from the nearest shape of the same format when exactly this one was never measured.</summary>
    public static KernelCurve? Curve(IAtlasSections sections, GpuSystem system, MoeKey key)
    {
        if (system.Flops(key.Quant.Compute()) is null)
        {
            return null;
        }

        // The fit did not know whether experts are gated, so its roofline is always that of gated ones.
        var asked = key with { Gated = true };
        foreach (var found in sections.Find(AtlasOperator.Moe, key.Quant.Name()))
        {
            var slice = found.Surfaces.Find(SliceKey(key, found.Surfaces.WordIndex(key.Distribution)));
            if (slice >= 0)
            {
                return Draw(found, slice, system, asked, found.Provenance, found.Uncertainty(0), "");
            }
        }

        foreach (var found in sections.Find(AtlasOperator.Moe, key.Quant.Name()))
        {
            var (slice, shape, distance) = Nearest(found.Surfaces, key);
            var uncertainty = found.Uncertainty(0) + (TransferUncertaintyPerOctave * distance);
            return Draw(found, slice, system, asked, Provenance.Transferred, uncertainty, $", from {Describe(shape)}");
        }

        return null;
    }

    private static KernelCurve Draw(
        FittedSection found, int slice, GpuSystem system, MoeKey key, Provenance provenance, double uncertainty, string remark) =>
        CurveOverKnots.Draw(
            found, slice, tokens => new LatticePoint(1, 1, tokens), tokens => RooflineMs.Moe(system, key, tokens), provenance, uncertainty, remark);

    // Nearness is the distance in octaves over all parts of the shape; another routing distribution counts one octave.
    private static (int Slice, MoeKey Shape, double Distance) Nearest(AtlasSection surfaces, in MoeKey key)
    {
        var (best, least) = (0, double.MaxValue);
        for (var slice = 0; slice < surfaces.SliceCount; slice++)
        {
            var shape = ShapeOf(surfaces, slice, key);
            var distance = Octaves(key.Experts, shape.Experts) + Octaves(key.TopK, shape.TopK)
                + Octaves(key.HiddenSize, shape.HiddenSize) + Octaves(key.IntermediateSize, shape.IntermediateSize)
                + Octaves(key.MoeTp, shape.MoeTp) + Octaves(key.MoeEp, shape.MoeEp)
                + (key.Distribution == shape.Distribution ? 0 : 1);
            if (distance < least)
            {
                (best, least) = (slice, distance);
            }
        }

        return (best, ShapeOf(surfaces, best, key), least);
    }

    private static MoeKey ShapeOf(AtlasSection surfaces, int slice, in MoeKey key)
    {
        var part = surfaces.KeyOf(slice);
        return key with
        {
            HiddenSize = part[0],
            IntermediateSize = part[1],
            Experts = part[2],
            TopK = part[3],
            MoeTp = part[4],
            MoeEp = part[5],
            Distribution = surfaces.Words[part[6]],
        };
    }

    private static string Describe(in MoeKey shape) =>
        $"{shape.Experts} experts top-{shape.TopK}, {shape.HiddenSize}×{shape.IntermediateSize}, tp{shape.MoeTp} ep{shape.MoeEp}, {shape.Distribution}";

    private static double Octaves(double a, double b) => Math.Abs(Math.Log2(a / b));
}
