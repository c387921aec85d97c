using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Surfaces;

/// <summary>Collectives: efficiency over elements, one slice per (operation, GPUs, format).</summary>
internal static class CollectiveSurface
{
    /// <summary>The only format of a section; the slices' keys name theirs.</summary>
    public const string Format = "all";

    /// <summary>Knots over elements.</summary>
    public static Lattice Lattice { get; } = new(
        LatticeAxis.None,
        LatticeAxis.None,
        new LatticeAxis([.. Enumerable.Range(6, 25).Select(exponent => Math.Pow(2, exponent))]));

    /// <summary>The key of a slice.</summary>
    public static int[] SliceKey(in CollectiveKey key) => [(int)key.Kind, key.Gpus, (int)key.Quant];

    /// <summary>The curve over elements: the engine's own all-reduce where it has one, else the communication library's.</summary>
    public static KernelCurve? Curve(IAtlasSections sections, GpuSystem system, CollectiveKey key)
    {
        // Engines sum two-byte values whatever the model's formats; the library was measured in two-byte and one-byte values.
        var own = key with { Quant = CommQuant.Half };
        var library = key with { Quant = key.Quant == CommQuant.Half ? CommQuant.Half : CommQuant.Int8 };
        return (key.Kind == CollectiveKind.AllReduce ? Curve(sections, system, AtlasOperator.AllReduce, own) : null)
            ?? Curve(sections, system, AtlasOperator.Nccl, library);
    }

    private static KernelCurve? Curve(IAtlasSections sections, GpuSystem system, AtlasOperator op, CollectiveKey key)
    {
        foreach (var found in sections.Find(op, Format))
        {
            var slice = found.Surfaces.Find(SliceKey(key));
            if (slice >= 0)
            {
                return CurveOverKnots.Draw(
                    found,
                    slice,
                    elements => new LatticePoint(1, 1, elements),
                    elements => RooflineMs.Collective(system, key, elements),
                    found.Provenance,
                    found.Uncertainty(0));
            }
        }

        return null;
    }
}
