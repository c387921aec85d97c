using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;
using Plimsoll.Model.KernelTimes.Measurements;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>
/// Our own measurements of vLLM's kernels as anchors of its repaired projections: on the GPU they were made on, and on GPUs of the same
/// generation at the same efficiency.
/// </summary>
internal static class GemmAnchors
{
    /// <summary>The anchors of a format on a system; empty when we measured nothing that applies.</summary>
    public static EvidencePoint[] Of(GpuSystem system, GemmQuant quant)
    {
        foreach (var name in SystemCatalog.Names.Order(Comparer<string>.Create((a, b) => Distance(a).CompareTo(Distance(b)))))
        {
            var measured = SystemCatalog.TryFind(name)!;
            if (measured.SmVersion == system.SmVersion && OwnGemmMeasurements.For(measured) is { } own)
            {
                return [.. own.Shapes.Where(key => key.Quant == quant).SelectMany(key => Points(system, measured, key, own.Gemm(key)!))];
            }
        }

        return [];

        int Distance(string name) => name == system.Name ? 0 : 1;
    }

    // We measured the bare kernel; quantising its input (two bytes read, one written) is a kernel of its own.
    private static IEnumerable<EvidencePoint> Points(GpuSystem system, GpuSystem measured, GemmKey key, KernelCurve curve)
    {
        for (var i = 0; i < curve.Sizes.Length; i++)
        {
            var m = curve.Sizes[i];
            var roofline = RooflineMs.Gemm(system, key.Quant, m, key.N, key.K);
            var kernel = curve.Times[i] * roofline / RooflineMs.Gemm(measured, key.Quant, m, key.N, key.K);
            var input = key.Quant.Compute() == ComputeType.Bf16 ? 0 : RooflineMs.Elementwise(system, 3.0 * m * key.K);
            yield return new EvidencePoint(new LatticePoint(key.N, key.K, m), kernel + input, roofline, true);
        }
    }
}
