using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>
/// Times of one kernel restated for another: the efficiency (launch + roofline) ÷ time is carried over, so a time is multiplied by the ratio
/// of launch + roofline there and here. Where both kernels are launches the time stays, where both are work it follows the rooflines. No time
/// falls below its roofline: a donor's cache or links may have been better than memory.
/// </summary>
internal static class CarriedEfficiency
{
    /// <summary>A curve restated.</summary>
    /// <param name="donor">The curve to carry over.</param>
    /// <param name="launchMs">Time of a launch, in which the roofline has no part.</param>
    /// <param name="here">Roofline of the donor over the size, milliseconds.</param>
    /// <param name="there">Roofline of the wanted kernel over the size, milliseconds.</param>
    /// <param name="isBound">Whether the roofline is a bound (that of a collective assumes a ring, which engines beat).</param>
    /// <param name="factor">A learned correction of all times.</param>
    /// <param name="uncertainty">One-sigma relative uncertainty of the result.</param>
    /// <param name="source">Where the result comes from.</param>
    public static KernelCurve Curve(
        KernelCurve donor,
        double launchMs,
        Func<double, double> here,
        Func<double, double> there,
        bool isBound,
        double factor,
        double uncertainty,
        string source)
    {
        var x = donor.Sizes.ToArray();
        var ms = donor.Times.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var bound = there(x[i]);
            ms[i] = Math.Max(ms[i] * factor * (launchMs + bound) / (launchMs + here(x[i])), isBound ? bound : 0);
        }

        var last = x[^1];
        var growth = (there(2 * last) - there(last)) / (here(2 * last) - here(last));
        var slope = donor.TailSlope * factor * (double.IsFinite(growth) ? growth : 1);
        return new KernelCurve(x, ms, Provenances(donor.Provenances), slope, uncertainty, source);
    }

    /// <summary>A prefill surface restated; rooflines are over (sequences, length).</summary>
    public static PrefillAttentionSurface Prefill(
        PrefillAttentionSurface donor,
        double launchMs,
        Func<double, double, double> here,
        Func<double, double, double> there,
        double factor,
        double kvReadMsPerToken,
        double uncertainty,
        string source,
        int window)
    {
        var (lengths, batches) = (Knots(donor.Lengths), Knots(donor.Batches));
        var ms = new double[lengths.Length * batches.Length];
        for (var l = 0; l < lengths.Length; l++)
        {
            for (var b = 0; b < batches.Length; b++)
            {
                var bound = there(batches[b], lengths[l]);
                var ratio = (launchMs + bound) / (launchMs + here(batches[b], lengths[l]));
                ms[(l * batches.Length) + b] = Math.Max(donor.GridMs(l, b) * factor * ratio, bound);
            }
        }

        return new PrefillAttentionSurface(lengths, batches, ms, Provenance.Transferred, kvReadMsPerToken, uncertainty, source, window);
    }

    /// <summary>The prefill of a mixer restated for another GPU.</summary>
    public static PrefillMixerSurface Prefill(
        MixerKernel kernel,
        PrefillMixerSurface donor,
        double launchMs,
        GpuSystem here,
        GpuSystem there,
        double factor,
        double uncertainty,
        string source)
    {
        var grid = donor.Grid;
        var ms = (double[])grid.Ms.Clone();
        for (var at = 0; at < ms.Length; at++)
        {
            var (line, b) = (at / grid.Batches.Length, at % grid.Batches.Length);
            var (cached, length) = (grid.Cached[line / grid.Lengths.Length], grid.Lengths[line % grid.Lengths.Length]);
            var bound = kernel.PrefillBoundMs(there, grid.Batches[b], length, cached);
            var ratio = (launchMs + bound) / (launchMs + kernel.PrefillBoundMs(here, grid.Batches[b], length, cached));
            ms[at] = Math.Max(ms[at] * factor * ratio, bound);
        }

        return new PrefillMixerSurface(kernel, there, grid with { Ms = ms }, Provenance.Transferred, uncertainty, source);
    }

    /// <summary>A decode surface restated; rooflines are over (rows, length).</summary>
    public static DecodeAttentionSurface Decode(
        DecodeAttentionSurface donor,
        double launchMs,
        Func<double, double, double> here,
        Func<double, double, double> there,
        double factor,
        double uncertainty,
        string source,
        int window = 0)
    {
        var (rows, lengths) = (Knots(donor.Rows), Knots(donor.Lengths));
        var ms = new double[rows.Length * lengths.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var l = 0; l < lengths.Length; l++)
            {
                var bound = there(rows[r], lengths[l]);
                var ratio = (launchMs + bound) / (launchMs + here(rows[r], lengths[l]));
                ms[(r * lengths.Length) + l] = Math.Max(donor.GridMs(r, l) * factor * ratio, bound);
            }
        }

        return new DecodeAttentionSurface(rows, lengths, ms, Provenance.Transferred, uncertainty, source, window);
    }

    private static Provenance[] Provenances(ReadOnlySpan<Provenance> donor)
    {
        var provenances = new Provenance[donor.Length];
        for (var i = 0; i < donor.Length; i++)
        {
            provenances[i] = donor[i] > Provenance.Transferred ? donor[i] : Provenance.Transferred;
        }

        return provenances;
    }

    private static double[] Knots(SurfaceAxis axis)
    {
        var knots = new double[axis.Count];
        for (var i = 0; i < knots.Length; i++)
        {
            knots[i] = axis[i];
        }

        return knots;
    }
}
