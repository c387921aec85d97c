using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>Evidence for kernels that depend on one size.</summary>
internal static class CurveEvidence
{
    /// <summary>The knots of a curve as measurements on the fast axis.</summary>
    /// <param name="sliceKey">The key of the slice.</param>
    /// <param name="curve">The measurements.</param>
    /// <param name="roofline">The roofline at a size, milliseconds.</param>
    /// <param name="query">Asks a source for the same kernel.</param>
    public static EvidenceSlice Slice(
        int[] sliceKey, KernelCurve curve, Func<double, double> roofline, Func<IKernelTimeSource, KernelCurve?> query)
    {
        var points = new List<EvidencePoint>(curve.Sizes.Length);
        for (var i = 0; i < curve.Sizes.Length; i++)
        {
            var (size, ms) = (curve.Sizes[i], curve.Times[i]);
            if (ms > 0)
            {
                points.Add(new EvidencePoint(
                    new LatticePoint(1, 1, size), ms, roofline(size), curve.Provenances[i] == Provenance.Repaired));
            }
        }

        var all = points.ToArray();
        return new EvidenceSlice(sliceKey, all, [], source =>
        {
            var answer = query(source);
            return Array.ConvertAll(all, point => answer?.Ms(point.At.Z) ?? double.NaN);
        });
    }
}
