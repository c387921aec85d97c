using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Surfaces;

/// <summary>Dense projections: efficiency over (n, k, m), one slice per format.</summary>
internal static class GemmSurface
{
    private const string QuantisedInput = "+quantised_input";
    private const string Raw = "+raw";

    /// <summary>
    /// Widths by half octaves where models have them; beyond 16,384 the tables are sparse. Rows in pairs around the tile sizes at which kernels jump, because the measurements show one row more to cost
    /// up to half as much again.
    /// </summary>
    public static Lattice Lattice { get; } = new(
        new LatticeAxis(32, 64, 128, 256, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384, 49152, 65536),
        new LatticeAxis(32, 64, 128, 256, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384, 49152, 65536),
        new LatticeAxis(
            1, 2, 4, 8, 16, 17, 32, 33, 48, 64, 65, 96, 97, 128, 129, 160, 192, 193, 256, 257, 512, 513, 768, 769, 1024, 1025, 1280, 1281, 1536,
            1537, 2048, 2049, 2560, 2561, 3072, 3073, 4096, 4097, 8192, 16384, 32768));

    /// <summary>The key of the only slice.</summary>
    public static int[] SliceKey => [];

    /// <summary>How a section is called.</summary>
    /// <param name="quant">The number format.</param>
    /// <param name="hasQuantisedInput">Whether quantising the input is left out.</param>
    /// <param name="isRaw">Whether implausible measurements were left as they are.</param>
    public static string Format(GemmQuant quant, bool hasQuantisedInput, bool isRaw) =>
        quant.Name() + (hasQuantisedInput ? QuantisedInput : "") + (isRaw ? Raw : "");

    /// <summary>The curve over rows of a projection; null when its format is in no release.</summary>
    /// <param name="sections">Where to look.</param>
    /// <param name="system">The GPU.</param>
    /// <param name="key">The projection.</param>
    /// <param name="repair">Whether implausible measurements shall be replaced.</param>
    public static KernelCurve? Curve(IAtlasSections sections, GpuSystem system, in GemmKey key, bool repair)
    {
        if (system.Flops(key.Quant.Compute()) is null)
        {
            return null;
        }

        foreach (var format in Formats(key))
        {
            if (sections.Find(AtlasOperator.Gemm, format).FirstOrDefault() is { } found)
            {
                var raw = repair ? null : sections.Find(AtlasOperator.Gemm, format + Raw).FirstOrDefault();
                return Curve(raw?.Release == found.Release ? raw : found, system, key);
            }
        }

        return null;
    }

    // An already quantised input matters only where scales are fixed; without tables of scales static fp8 costs what dynamic fp8 does.
    private static string[] Formats(in GemmKey key) => key.Quant != GemmQuant.Fp8Static
        ? [Format(key.Quant, false, false)]
        : key.InputAlreadyQuantised
            ? [Format(key.Quant, true, false), Format(key.Quant, false, false), Format(GemmQuant.Fp8, false, false)]
            : [Format(key.Quant, false, false), Format(GemmQuant.Fp8, false, false)];

    private static KernelCurve Curve(FittedSection found, GpuSystem system, in GemmKey key)
    {
        var surfaces = found.Surfaces;
        var (quant, n, k) = (key.Quant, key.N, key.K);
        var octavesOutside = surfaces.OctavesOutside(0, new LatticePoint(n, k, surfaces.Lattice.Z.Sizes[surfaces.Boxes[0].Z]));
        var provenance = octavesOutside > 0 && found.Provenance < Provenance.Extrapolated ? Provenance.Extrapolated : found.Provenance;
        return CurveOverKnots.Draw(
            found,
            0,
            m => new LatticePoint(n, k, m),
            m => RooflineMs.Gemm(system, quant, m, n, k),
            provenance,
            found.Uncertainty(octavesOutside));
    }
}
