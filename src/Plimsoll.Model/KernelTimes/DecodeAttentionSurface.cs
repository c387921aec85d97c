namespace Plimsoll.Model.KernelTimes;

/// <summary>
/// Decode attention of one layer on one GPU over (rows, KV length): each row attends to its KV cache with one query.
/// </summary>
/// <remarks>
/// The time is a floor plus reading rows × length keys and values, so it is interpolated bilinearly in the raw coordinates.
/// Outside the grid the time of the nearest edge is scaled with the bytes read, which a window bounds.
/// </remarks>
public sealed class DecodeAttentionSurface
{
    private readonly SurfaceAxis _rows;
    private readonly SurfaceAxis _lengths;
    private readonly double[] _ms;
    private readonly Provenance _provenance;
    private readonly double _window;

    /// <summary>A surface over a full grid.</summary>
    /// <param name="rows">Decode rows, increasing.</param>
    /// <param name="lengths">KV lengths, increasing.</param>
    /// <param name="ms">Milliseconds, row-major: <c>ms[row · lengths.Length + length]</c>.</param>
    /// <param name="provenance">How the grid is known.</param>
    /// <param name="relativeUncertainty">One-sigma relative uncertainty on the grid.</param>
    /// <param name="source">Where the grid comes from.</param>
    /// <param name="window">Tokens that a row reads at most; 0 = all.</param>
    public DecodeAttentionSurface(
        double[] rows, double[] lengths, double[] ms, Provenance provenance, double relativeUncertainty, string source, int window = 0)
    {
        if (lengths.Length == 0 || rows.Length == 0 || ms.Length != lengths.Length * rows.Length)
        {
            throw new ArgumentException("a surface needs a full grid", nameof(ms));
        }

        (_rows, _lengths, _ms) = (new SurfaceAxis(rows), new SurfaceAxis(lengths), ms);
        _provenance = provenance;
        _window = window > 0 ? window : double.PositiveInfinity;
        RelativeUncertainty = relativeUncertainty;
        Source = source;
    }

    private DecodeAttentionSurface(DecodeAttentionSurface other, double factor)
    {
        (_rows, _lengths, _provenance, _window) = (other._rows, other._lengths, other._provenance, other._window);
        (RelativeUncertainty, Source) = (other.RelativeUncertainty, other.Source);
        _ms = Array.ConvertAll(other._ms, ms => factor * ms);
    }

    /// <summary>One-sigma relative uncertainty on the grid.</summary>
    public double RelativeUncertainty { get; }

    /// <summary>Where the grid comes from.</summary>
    public string Source { get; }

    /// <summary>Row counts of the grid.</summary>
    public SurfaceAxis Rows => _rows;

    /// <summary>KV lengths of the grid.</summary>
    public SurfaceAxis Lengths => _lengths;

    /// <summary>The same surface with every time multiplied by <paramref name="factor"/>.</summary>
    public DecodeAttentionSurface Scaled(double factor) => new(this, factor);

    /// <summary>The time at a grid point, milliseconds.</summary>
    public double GridMs(int row, int length) => _ms[(row * _lengths.Count) + length];

    /// <summary>Milliseconds for <paramref name="rows"/> rows of mean KV length <paramref name="kvLength"/>.</summary>
    public double Ms(double rows, double kvLength)
    {
        if (rows <= 0)
        {
            return 0;
        }

        var inRows = Math.Clamp(rows, _rows.First, _rows.Last);
        var inLength = Math.Clamp(kvLength, _lengths.First, _lengths.Last);
        var r = _rows.Locate(inRows, out var rowShare);
        var l = _lengths.Locate(inLength, out var lengthShare);
        var ms = AlongLength(r, l, lengthShare);
        if (rowShare > 0)
        {
            ms += (AlongLength(r + 1, l, lengthShare) - ms) * rowShare;
        }

        if (rows > inRows)
        {
            ms *= rows / inRows;
        }

        return kvLength > inLength ? ms * Math.Max(1, Math.Min(kvLength, _window) / inLength) : ms;
    }

    /// <summary>The same with how it is known.</summary>
    public KernelTime At(double rows, double kvLength)
    {
        if (rows <= 0)
        {
            return KernelTime.Zero;
        }

        var onGrid = _rows.HasKnot(rows) && _lengths.HasKnot(kvLength);
        var at = _rows.IsOutside(rows) || _lengths.IsOutside(kvLength) ? Provenance.Extrapolated
            : onGrid ? Provenance.Measured
            : Provenance.Interpolated;
        var octaves = Math.Log2(Math.Max(1, rows / _rows.Last)) + Math.Log2(Math.Max(1, kvLength / _lengths.Last));
        return new KernelTime(
            Ms(rows, kvLength), at > _provenance ? at : _provenance, RelativeUncertainty + (onGrid ? 0 : 0.02) + (0.05 * octaves));
    }

    /// <summary>The same times over a count of positions of which each row has so many.</summary>
    public DecodeAttentionSurface ForPositions(int perRow)
    {
        var (rows, lengths) = (new double[_rows.Count], new double[_lengths.Count]);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = _rows[i] * perRow;
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = _lengths[i];
        }

        return new DecodeAttentionSurface(rows, lengths, _ms, _provenance, RelativeUncertainty, Source);
    }

    private double AlongLength(int r, int l, double share)
    {
        var at = (r * _lengths.Count) + l;
        var ms = _ms[at];
        return share > 0 ? ms + ((_ms[at + 1] - ms) * share) : ms;
    }
}
