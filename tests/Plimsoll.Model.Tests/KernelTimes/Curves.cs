using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Model.Tests.KernelTimes;

/// <summary>Generators of curves and surfaces that behave as kernels do: a floor, then work; never faster for more of it.</summary>
internal static class Curves
{
    /// <summary>Provenances that a source may give its knots.</summary>
    public static Gen<Provenance> AnyProvenance { get; } = Gen.Elements(Enum.GetValues<Provenance>());

    /// <summary>A curve of up to nine knots whose times never fall.</summary>
    public static Gen<KernelCurve> Rising { get; } =
        from count in Gen.Choose(1, 9)
        from gaps in Gen.Choose(1, 3000).ArrayOf(count)
        from rises in Gen.Choose(0, 2000).ArrayOf(count)
        from provenances in AnyProvenance.ArrayOf(count)
        from slope in Gen.Choose(0, 500)
        from uncertainty in Gen.Choose(0, 30)
        select new KernelCurve(
            Sums(gaps, 1), Sums(rises, 1e-3), provenances, slope * 1e-5, uncertainty / 100.0, "generated");

    /// <summary>A curve of up to nine knots whose times go up and down.</summary>
    public static Gen<KernelCurve> Noisy { get; } =
        from count in Gen.Choose(1, 9)
        from gaps in Gen.Choose(1, 3000).ArrayOf(count)
        from times in Gen.Choose(1, 5000).ArrayOf(count)
        from provenances in AnyProvenance.ArrayOf(count)
        from slope in Gen.Choose(0, 500)
        select new KernelCurve(Sums(gaps, 1), Array.ConvertAll(times, t => t * 1e-3), provenances, slope * 1e-5, 0.03, "generated");

    /// <summary>
    /// Prefill attention of a floor, projections' worth of work per token and pairs: <c>a + b·(c·s + d·s²)</c>. Its utilisation never falls
    /// when prompts grow.
    /// </summary>
    public static Gen<PrefillAttentionSurface> Prefill => from scaled in ScaledPrefill select scaled(1);

    /// <summary>The same as a function of a factor on every time.</summary>
    public static Gen<Func<double, PrefillAttentionSurface>> ScaledPrefill { get; } =
        from lengths in Axis(7, 1, 4000)
        from batches in Axis(4, 1, 8)
        from floor in Gen.Choose(1, 300)
        from perToken in Gen.Choose(0, 100)
        from perPair in Gen.Choose(1, 1000)
        from kvRead in Gen.Choose(0, 100)
        from provenance in AnyProvenance
        select (Func<double, PrefillAttentionSurface>)(factor => new PrefillAttentionSurface(
            lengths,
            batches,
            Grid(lengths, batches, (s, b) => factor * ((floor * 1e-3) + (b * ((perToken * 1e-6 * s) + (perPair * 1e-9 * s * s))))),
            provenance,
            factor * kvRead * 1e-7,
            0.04,
            "generated"));

    /// <summary>Decode attention of a floor and reading the cache: <c>a + b·rows + c·rows·length</c>.</summary>
    public static Gen<DecodeAttentionSurface> Decode => from scaled in ScaledDecode select scaled(1);

    /// <summary>The same as a function of a factor on every time.</summary>
    public static Gen<Func<double, DecodeAttentionSurface>> ScaledDecode { get; } =
        from rows in Axis(5, 1, 100)
        from lengths in Axis(6, 1, 9000)
        from floor in Gen.Choose(1, 300)
        from perRow in Gen.Choose(0, 100)
        from perToken in Gen.Choose(0, 1000)
        from provenance in AnyProvenance
        select (Func<double, DecodeAttentionSurface>)(factor => new DecodeAttentionSurface(
            rows,
            lengths,
            Grid(rows, lengths, (r, l) => factor * ((floor * 1e-3) + (perRow * 1e-5 * r) + (perToken * 1e-9 * r * l))),
            provenance,
            0.04,
            "generated"));

    /// <summary>Sizes from 0 to a little beyond any generated knot, small ones as likely as large ones.</summary>
    public static Gen<double> Size { get; } =
        from exponent in Gen.Choose(0, 1600)
        select Math.Floor(Math.Pow(2, exponent / 100.0)) - 1;

    private static Gen<double[]> Axis(int most, int leastGap, int mostGap) =>
        from count in Gen.Choose(1, most)
        from gaps in Gen.Choose(leastGap, mostGap).ArrayOf(count)
        select Sums(gaps, 1);

    private static double[] Grid(double[] major, double[] minor, Func<double, double, double> time)
    {
        var ms = new double[major.Length * minor.Length];
        for (var at = 0; at < ms.Length; at++)
        {
            ms[at] = time(major[at / minor.Length], minor[at % minor.Length]);
        }

        return ms;
    }

    private static double[] Sums(int[] gaps, double unit)
    {
        var sums = new double[gaps.Length];
        var sum = 0;
        for (var i = 0; i < gaps.Length; i++)
        {
            sums[i] = (sum += gaps[i]) * unit;
        }

        return sums;
    }
}
