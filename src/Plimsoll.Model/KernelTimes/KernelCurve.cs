namespace Plimsoll.Model.KernelTimes;

/// <summary>
/// The time of a kernel with fixed shape parameters over one free size (rows, tokens or elements): straight lines between knots.
/// </summary>
/// <remarks>
/// Kernels are a floor followed by work proportional to size, so lines in the raw size follow them better than lines in its logarithm,
/// and sums of such curves are such curves again, which keeps the per-token part of a step one look-up.
/// Below the first knot the time is held; above the last it grows by <see cref="TailSlope"/>.
/// </remarks>
public sealed class KernelCurve
{
    private readonly double[] _x;
    private readonly double[] _ms;
    private readonly Provenance[] _provenance;

    /// <summary>A curve through the given knots.</summary>
    /// <param name="x">Strictly increasing sizes, at least one.</param>
    /// <param name="ms">Milliseconds at each knot.</param>
    /// <param name="provenance">How each knot is known.</param>
    /// <param name="tailSlope">Milliseconds per unit of size above the last knot.</param>
    /// <param name="relativeUncertainty">One-sigma relative uncertainty at the knots.</param>
    /// <param name="source">Where the knots come from, for explanations.</param>
    /// <exception cref="ArgumentException">The knots do not make a function of time over size.</exception>
    public KernelCurve(
        double[] x, double[] ms, Provenance[] provenance, double tailSlope, double relativeUncertainty, string source)
    {
        if (x.Length == 0 || x.Length != ms.Length || x.Length != provenance.Length)
        {
            throw new ArgumentException("a curve needs the same, positive number of sizes, times and provenances", nameof(x));
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || (i > 0 && x[i] <= x[i - 1]) || !double.IsFinite(ms[i]) || ms[i] < 0)
            {
                throw new ArgumentException($"a curve needs increasing sizes and times of at least 0, not {ms[i]} ms at {x[i]}", nameof(x));
            }
        }

        (_x, _ms, _provenance) = (x, ms, provenance);
        TailSlope = Math.Max(0, tailSlope);
        RelativeUncertainty = relativeUncertainty;
        Source = source;
    }

    /// <summary>Milliseconds per unit of size above the last knot.</summary>
    public double TailSlope { get; }

    /// <summary>One-sigma relative uncertainty at the knots.</summary>
    public double RelativeUncertainty { get; }

    /// <summary>Where the knots come from, for explanations.</summary>
    public string Source { get; }

    /// <summary>The sizes of the knots, increasing.</summary>
    public ReadOnlySpan<double> Sizes => _x;

    /// <summary>The times of the knots, milliseconds.</summary>
    public ReadOnlySpan<double> Times => _ms;

    /// <summary>How each knot is known.</summary>
    public ReadOnlySpan<Provenance> Provenances => _provenance;

    /// <summary>Milliseconds at <paramref name="x"/>; 0 for no work.</summary>
    public double Ms(double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        var x0 = _x;
        var last = x0.Length - 1;
        if (x >= x0[last])
        {
            return _ms[last] + ((x - x0[last]) * TailSlope);
        }

        if (x <= x0[0])
        {
            return _ms[0];
        }

        var i = LowerKnot(x);
        var share = (x - x0[i]) / (x0[i + 1] - x0[i]);
        return _ms[i] + ((_ms[i + 1] - _ms[i]) * share);
    }

    /// <summary>The time at <paramref name="x"/> with how it is known; uncertainty grows by octaves beyond the last knot.</summary>
    public KernelTime At(double x)
    {
        if (x <= 0)
        {
            return KernelTime.Zero;
        }

        var last = _x.Length - 1;
        if (x > _x[last])
        {
            var octaves = Math.Log2(x / _x[last]);
            return new KernelTime(Ms(x), Worse(_provenance[last], Provenance.Extrapolated), RelativeUncertainty + (0.05 * octaves));
        }

        if (x < _x[0])
        {
            return new KernelTime(Ms(x), Worse(_provenance[0], Provenance.Extrapolated), RelativeUncertainty + 0.1);
        }

        var i = x == _x[last] ? last : LowerKnot(x);
        if (x == _x[i])
        {
            return new KernelTime(_ms[i], _provenance[i], RelativeUncertainty);
        }

        var provenance = Worse(Worse(_provenance[i], _provenance[i + 1]), Provenance.Interpolated);
        return new KernelTime(Ms(x), provenance, RelativeUncertainty + 0.01);
    }

    /// <summary>The same curve with every time and slope multiplied by <paramref name="factor"/>.</summary>
    public KernelCurve Scaled(double factor) =>
        new(_x, Array.ConvertAll(_ms, ms => ms * factor), _provenance, TailSlope * factor, RelativeUncertainty, Source);

    /// <summary>The same curve when fewer rows than <paramref name="size"/> never take longer than so many.</summary>
    public KernelCurve NoSlowerBelow(double size)
    {
        var most = Ms(size);
        var ms = new double[_x.Length];
        for (var i = 0; i < ms.Length; i++)
        {
            ms[i] = _x[i] < size ? Math.Min(_ms[i], most) : _ms[i];
        }

        return new KernelCurve(_x, ms, _provenance, TailSlope, RelativeUncertainty, Source);
    }

    /// <summary>The same curve when what it takes beyond its time at <paramref name="size"/> is multiplied by <paramref name="factor"/>.</summary>
    public KernelCurve ScaledAbove(double size, double factor)
    {
        var bend = Ms(size);
        var (sizes, provenance) = (_x, _provenance);
        if (size > _x[0] && Array.BinarySearch(_x, size) is var at and < 0)
        {
            sizes = [.. _x[..~at], size, .. _x[~at..]];
            provenance = [.. _provenance[..~at], _provenance[Math.Min(~at, _x.Length - 1)], .. _provenance[~at..]];
        }

        var ms = Array.ConvertAll(sizes, x => Ms(x) + (x > size ? (factor - 1) * Math.Max(0, Ms(x) - bend) : 0));
        return new KernelCurve(sizes, ms, provenance, TailSlope * factor, RelativeUncertainty, Source);
    }

    /// <summary>
    /// The curve of the same kernel when one unit of size carries <paramref name="share"/> of the work that it carries here, e.g. elements of
    /// half the bytes: not measured, so marked as transferred.
    /// </summary>
    public KernelCurve ForLighterUnits(double share)
    {
        var provenance = Array.ConvertAll(_provenance, known => Worse(known, Provenance.Transferred));
        return new KernelCurve(
            Array.ConvertAll(_x, size => size / share), _ms, provenance, TailSlope * share, RelativeUncertainty + 0.1, Source);
    }

    private static Provenance Worse(Provenance a, Provenance b) => a > b ? a : b;

    private int LowerKnot(double x)
    {
        int low = 0, high = _x.Length - 1;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (_x[middle] <= x)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
