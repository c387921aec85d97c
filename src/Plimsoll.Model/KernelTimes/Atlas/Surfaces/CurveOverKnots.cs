using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Surfaces;

/// <summary>Draws a kernel's time over the fast axis of a slice.</summary>
internal static class CurveOverKnots
{
    // Between knots farther apart than this the curve gets a point in the middle: efficiency is straight in the logarithm of the size there,
    // the curve is straight in the size.
    private const double WidestRatio = 1.6;

    // What replaced an implausible measurement was measured on another backend or for another shape.
    private const double LeastUncertaintyOfRepairs = 0.1;

    /// <summary>The curve through the knots of a slice; above the last one the efficiency is kept.</summary>
    /// <param name="found">The section.</param>
    /// <param name="slice">The slice.</param>
    /// <param name="point">Where a size lies on the lattice.</param>
    /// <param name="roofline">The kernel's roofline at a size, milliseconds.</param>
    /// <param name="provenance">How points inside the fit are known.</param>
    /// <param name="uncertainty">One-sigma relative uncertainty at the knots.</param>
    /// <param name="remark">Added to the source.</param>
    public static KernelCurve Draw(
        FittedSection found,
        int slice,
        Func<double, LatticePoint> point,
        Func<double, double> roofline,
        Provenance provenance,
        double uncertainty,
        string remark = "")
    {
        var box = found.Surfaces.Boxes[slice];
        var x = Refined(found.Surfaces.Lattice.Z.Sizes.AsSpan(box.Z, box.CountZ));
        var ms = new double[x.Length];
        var provenances = new Provenance[x.Length];
        var doubt = uncertainty;
        for (var i = 0; i < x.Length; i++)
        {
            ms[i] = found.Surfaces.Ms(slice, point(x[i]), roofline(x[i]), out var isRepaired);
            provenances[i] = isRepaired && provenance < Provenance.Repaired ? Provenance.Repaired : provenance;
            doubt = isRepaired ? Math.Max(doubt, LeastUncertaintyOfRepairs) : doubt;
        }

        var (last, bound) = (x[^1], roofline(x[^1]));
        var slope = (roofline(2 * last) - bound) / last * (ms[^1] / bound);
        return new KernelCurve(x, ms, provenances, slope, doubt, found.Source + remark);
    }

    /// <summary>The knots, and the whole number nearest to the geometric middle of each wide gap.</summary>
    public static double[] Refined(ReadOnlySpan<double> knots)
    {
        var x = new List<double>(2 * knots.Length);
        for (var i = 0; i < knots.Length; i++)
        {
            var middle = i > 0 ? Math.Round(Math.Sqrt(knots[i - 1] * knots[i])) : 0;
            if (i > 0 && knots[i] / knots[i - 1] > WidestRatio && middle > knots[i - 1] && middle < knots[i])
            {
                x.Add(middle);
            }

            x.Add(knots[i]);
        }

        return [.. x];
    }
}
