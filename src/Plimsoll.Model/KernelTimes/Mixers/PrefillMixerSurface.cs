using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>Prefill of a mixer on one GPU over (cached tokens, new tokens, sequences).</summary>
/// <remarks>
/// Between measured prefixes the time is a straight line. Beyond the longest one it grows by what the bound grows, at the efficiency that the
/// longest measured prompt reaches: cached tokens bring pairs to attend to, and no other work.
/// </remarks>
public sealed class PrefillMixerSurface
{
    private readonly MixerKernel _kernel;
    private readonly GpuSystem _system;
    private readonly SurfaceAxis _cached;
    private readonly SurfaceAxis _lengths;
    private readonly SurfaceAxis _batches;
    private readonly double[] _ms;
    private readonly double[] _root;
    private readonly Provenance _provenance;
    private readonly double _efficiency;

    /// <summary>A surface over a full grid.</summary>
    /// <param name="kernel">The kernel, whose bounds shape what lies beyond the grid.</param>
    /// <param name="system">The GPU.</param>
    /// <param name="grid">The measured or fitted times.</param>
    /// <param name="provenance">How the grid is known.</param>
    /// <param name="relativeUncertainty">One-sigma relative uncertainty on the grid.</param>
    /// <param name="source">Where the grid comes from.</param>
    public PrefillMixerSurface(
        MixerKernel kernel, GpuSystem system, PrefillGrid grid, Provenance provenance, double relativeUncertainty, string source)
    {
        (_kernel, _system, _provenance) = (kernel, system, provenance);
        (_cached, _lengths, _batches) = (new SurfaceAxis(grid.Cached), new SurfaceAxis(grid.Lengths), new SurfaceAxis(grid.Batches));
        (Grid, _ms) = (grid, grid.Ms);
        _root = kernel.IsQuadratic ? Array.ConvertAll(grid.Ms, Math.Sqrt) : [];
        (RelativeUncertainty, Source) = (relativeUncertainty, source);
        var longest = kernel.PrefillBoundMs(system, grid.Batches[0], grid.Lengths[^1], grid.Cached[^1]);
        _efficiency = Math.Clamp(longest / _ms[^grid.Batches.Length], 0.05, 1);
    }

    /// <summary>One-sigma relative uncertainty on the grid.</summary>
    public double RelativeUncertainty { get; }

    /// <summary>The times between which the surface runs.</summary>
    public PrefillGrid Grid { get; }

    /// <summary>Where the grid comes from.</summary>
    public string Source { get; }

    /// <summary>Milliseconds for <paramref name="sequences"/> chunks of <paramref name="newTokens"/> over <paramref name="cachedTokens"/>.</summary>
    public double Ms(int sequences, double newTokens, double cachedTokens)
    {
        if (sequences <= 0 || newTokens <= 0)
        {
            return 0;
        }

        var inCached = Math.Clamp(cachedTokens, _cached.First, _cached.Last);
        var c = _cached.Locate(inCached, out var share);
        var ms = AtPrefix(c, sequences, newTokens);
        if (share > 0)
        {
            ms += (AtPrefix(c + 1, sequences, newTokens) - ms) * share;
        }

        if (cachedTokens > inCached)
        {
            var more = _kernel.PrefillBoundMs(_system, sequences, newTokens, cachedTokens)
                - _kernel.PrefillBoundMs(_system, sequences, newTokens, inCached);
            ms += Math.Max(0, more) / _efficiency;
        }

        return ms;
    }

    /// <summary>The same with how it is known.</summary>
    public KernelTime At(int sequences, double newTokens, double cachedTokens)
    {
        var ms = Ms(sequences, newTokens, cachedTokens);
        if (ms <= 0)
        {
            return KernelTime.Zero;
        }

        var outside = _lengths.IsOutside(newTokens) || _batches.IsOutside(sequences) || _cached.IsOutside(cachedTokens);
        var onGrid = _cached.HasKnot(cachedTokens) && _lengths.HasKnot(newTokens) && _batches.HasKnot(sequences);
        var at = outside ? Provenance.Extrapolated : onGrid ? Provenance.Measured : Provenance.Interpolated;
        var octaves = Math.Log2(Math.Max(1, newTokens / _lengths.Last)) + Math.Log2(Math.Max(1, sequences / _batches.Last));
        var beyondPrefix = cachedTokens > _cached.Last ? 0.08 : 0;
        return new KernelTime(
            ms, at > _provenance ? at : _provenance, RelativeUncertainty + (onGrid ? 0 : 0.03) + beyondPrefix + (0.05 * octaves));
    }

    private double AtPrefix(int c, int sequences, double newTokens)
    {
        var inLength = Math.Clamp(newTokens, _lengths.First, _lengths.Last);
        var inBatch = Math.Clamp(sequences, _batches.First, _batches.Last);
        var b = _batches.Locate(inBatch, out var batchShare);
        var l = _lengths.Locate(inLength, out var lengthShare);
        var ms = AlongLength(c, l, lengthShare, b);
        if (batchShare > 0)
        {
            ms += (AlongLength(c, l, lengthShare, b + 1) - ms) * batchShare;
        }

        return newTokens > inLength || sequences > inBatch
            ? ms * _kernel.PrefillBoundMs(_system, sequences, newTokens, _cached[c]) / _kernel.PrefillBoundMs(_system, inBatch, inLength, _cached[c])
            : ms;
    }

    private double AlongLength(int c, int l, double share, int b)
    {
        var at = (((c * _lengths.Count) + l) * _batches.Count) + b;
        if (share == 0)
        {
            return _ms[at];
        }

        var next = at + _batches.Count;
        if (_root.Length == 0)
        {
            return _ms[at] + ((_ms[next] - _ms[at]) * share);
        }

        var root = _root[at] + ((_root[next] - _root[at]) * share);
        return root * root;
    }
}
