using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured projections of one number format: a curve over rows m at each measured width pair (n, k).</summary>
/// <remarks>
/// Between measured widths the utilisation (roofline ÷ time) is interpolated bilinearly in (log n, log k), row by row; missing corners
/// of a cell give their weight to the others. Outside the measured widths the utilisation of the edge is kept.
/// </remarks>
internal sealed class GemmTable
{
    private const double OnSiteUncertainty = 0.03;
    private const double BetweenSitesUncertainty = 0.06;

    private readonly GpuSystem _system;
    private readonly GemmQuant _quant;
    private readonly string _source;
    private readonly double[] _m;
    private readonly double[] _n;
    private readonly double[] _k;
    private readonly double[] _ms;

    private GemmTable(GpuSystem system, GemmQuant quant, string source, double[] m, double[] n, double[] k, double[] ms) =>
        (_system, _quant, _source, _m, _n, _k, _ms) = (system, quant, source, m, n, k, ms);

    /// <summary>The rows of one number format in a file; null when there are none.</summary>
    public static GemmTable? Read(ParquetFile file, GemmQuant quant, GpuSystem system, string source)
    {
        var dtype = TableColumns.Texts(file, "gemm_dtype");
        var code = dtype.CodeOf(quant.Name());
        if (code < 0)
        {
            return null;
        }

        var (m, n, k) = (TableColumns.Sizes(file, "m", least: 0), TableColumns.Sizes(file, "n"), TableColumns.Sizes(file, "k"));
        var latency = TableColumns.Milliseconds(file);
        var codes = dtype.Codes;
        var (mAxis, nAxis, kAxis) = (IntegerAxis.Of(m, codes, code), IntegerAxis.Of(n, codes, code), IntegerAxis.Of(k, codes, code));
        if (mAxis.Count == 0)
        {
            return null;
        }

        var ms = TableColumns.Cells(file.Name, mAxis.Count, nAxis.Count, kAxis.Count);
        Array.Fill(ms, double.NaN);
        Dictionary<int, List<(double X, double Ms)>>? repeated = null;
        for (var row = 0; row < codes.Length; row++)
        {
            // Some tables hold rows of m = 0, which time no work.
            if (codes[row] != code || m[row] == 0)
            {
                continue;
            }

            var at = (((kAxis.IndexOf(k[row]) * nAxis.Count) + nAxis.IndexOf(n[row])) * mAxis.Count) + mAxis.IndexOf(m[row]);
            if (double.IsNaN(ms[at]))
            {
                ms[at] = latency[row];
                continue;
            }

            repeated ??= [];
            if (!repeated.TryGetValue(at, out var times))
            {
                repeated[at] = times = [(0, ms[at])];
            }

            times.Add((0, latency[row]));
        }

        foreach (var (at, times) in repeated ?? [])
        {
            ms[at] = DuplicateRows.Merge(times).Ms[0];
        }

        return new GemmTable(system, quant, source, mAxis.Values, nAxis.Values, kAxis.Values, ms);
    }

    /// <summary>The curve over rows at a width pair.</summary>
    public KernelCurve? Curve(double n, double k)
    {
        var site = SiteIndex(n, k);
        return site >= 0 ? AtSite(site) : BetweenSites(n, k);
    }

    private int SiteIndex(double n, double k)
    {
        var (ni, ki) = (Array.BinarySearch(_n, n), Array.BinarySearch(_k, k));
        if (ni < 0 || ki < 0)
        {
            return -1;
        }

        var site = ((ki * _n.Length) + ni) * _m.Length;
        return CountAt(site) >= 2 ? site : -1;
    }

    private int CountAt(int site)
    {
        var count = 0;
        foreach (var ms in _ms.AsSpan(site, _m.Length))
        {
            count += double.IsNaN(ms) ? 0 : 1;
        }

        return count;
    }

    private KernelCurve AtSite(int site)
    {
        var x = new List<double>(_m.Length);
        var times = new List<double>(_m.Length);
        for (var i = 0; i < _m.Length; i++)
        {
            if (!double.IsNaN(_ms[site + i]))
            {
                x.Add(_m[i]);
                times.Add(_ms[site + i]);
            }
        }

        var n = _n[site / _m.Length % _n.Length];
        var k = _k[site / _m.Length / _n.Length];
        return Curve([.. x], [.. times], n, k, Provenance.Measured, OnSiteUncertainty);
    }

    private KernelCurve? BetweenSites(double n, double k)
    {
        var corners = Corners(n, k);
        var x = new List<double>(_m.Length);
        var times = new List<double>(_m.Length);
        for (var i = 0; i < _m.Length; i++)
        {
            double weight = 0, logUtilisation = 0;
            foreach (var (site, share, cornerN, cornerK) in corners)
            {
                var ms = _ms[site + i];
                if (!double.IsNaN(ms) && share > 0)
                {
                    weight += share;
                    logUtilisation += share * Math.Log(RooflineMs.Gemm(_system, _quant, _m[i], cornerN, cornerK) / ms);
                }
            }

            if (weight > 1e-6)
            {
                x.Add(_m[i]);
                times.Add(RooflineMs.Gemm(_system, _quant, _m[i], n, k) / Math.Exp(logUtilisation / weight));
            }
        }

        var outside = Octaves(_n, n) + Octaves(_k, k);
        var provenance = outside > 0 ? Provenance.Extrapolated : Provenance.Interpolated;
        return x.Count < 2 ? null : Curve([.. x], [.. times], n, k, provenance, BetweenSitesUncertainty + (0.05 * outside));
    }

    private static double Octaves(double[] axis, double x) =>
        Math.Abs(Math.Log2(x / Math.Clamp(x, axis[0], axis[^1])));

    private (int Site, double Share, double N, double K)[] Corners(double n, double k)
    {
        var (nLow, nHigh, nShare) = Bracket(_n, n);
        var (kLow, kHigh, kShare) = Bracket(_k, k);
        return
        [
            Corner(nLow, kLow, (1 - nShare) * (1 - kShare)),
            Corner(nHigh, kLow, nShare * (1 - kShare)),
            Corner(nLow, kHigh, (1 - nShare) * kShare),
            Corner(nHigh, kHigh, nShare * kShare),
        ];
    }

    private (int Site, double Share, double N, double K) Corner(int ni, int ki, double share) =>
        (((ki * _n.Length) + ni) * _m.Length, share, _n[ni], _k[ki]);

    private static (int Low, int High, double Share) Bracket(double[] axis, double x)
    {
        if (x <= axis[0] || axis.Length == 1)
        {
            return (0, 0, 0);
        }

        if (x >= axis[^1])
        {
            return (axis.Length - 1, axis.Length - 1, 0);
        }

        var found = Array.BinarySearch(axis, x);
        if (found >= 0)
        {
            return (found, found, 0);
        }

        var high = ~found;
        return (high - 1, high, Math.Log(x / axis[high - 1]) / Math.Log(axis[high] / axis[high - 1]));
    }

    private KernelCurve Curve(double[] x, double[] ms, double n, double k, Provenance provenance, double uncertainty)
    {
        var provenances = new Provenance[x.Length];
        Array.Fill(provenances, provenance);
        var (last, time) = (x[^1], ms[^1]);
        var bound = RooflineMs.Gemm(_system, _quant, last, n, k);
        var slope = (RooflineMs.Gemm(_system, _quant, 2 * last, n, k) - bound) / last * (time / bound);
        return new KernelCurve(x, ms, provenances, slope, uncertainty, _source);
    }
}
