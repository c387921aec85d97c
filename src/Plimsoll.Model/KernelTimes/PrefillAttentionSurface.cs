using Plimsoll.Model.KernelTimes.Mixers;

namespace Plimsoll.Model.KernelTimes;

/// <summary>
/// Prefill attention of one layer on one GPU over (sequences, prompt length), measured without cached tokens.
/// </summary>
/// <remarks>
/// A chunk of s new tokens over p cached ones attends to s·(p + s/2) pairs, as many as a whole prompt of √(s·(s + 2p)) tokens, so it is
/// priced as that prompt, but never below reading the cached keys and values once, nor below attending to its own tokens. So more cached
/// tokens never cost less, and the chunks of a prompt together never less than the whole, where the measured times and utilisations don't fall.
/// Between lengths the square root of the time is interpolated (the time grows with the square); between batches the time itself.
/// With a window no token attends to more than the window: pairs, cached tokens that are read and the growth of the time are those of it.
/// </remarks>
public sealed class PrefillAttentionSurface
{
    // Longer than any sequence, and its square is still a number.
    private const double AnyLength = 1e15;

    private readonly SurfaceAxis _lengths;
    private readonly SurfaceAxis _batches;
    private readonly double[] _rootMs;
    private readonly Provenance _provenance;
    private readonly double _kvReadMsPerToken;
    private readonly double _window;

    /// <summary>A surface over a full grid.</summary>
    /// <param name="lengths">Prompt lengths, increasing.</param>
    /// <param name="batches">Sequences, increasing.</param>
    /// <param name="ms">Milliseconds, length-major: <c>ms[length · batches.Length + batch]</c>.</param>
    /// <param name="provenance">How the grid is known.</param>
    /// <param name="kvReadMsPerToken">Milliseconds to read the keys and values of one cached token (memory bound).</param>
    /// <param name="relativeUncertainty">One-sigma relative uncertainty on the grid.</param>
    /// <param name="source">Where the grid comes from.</param>
    /// <param name="window">Sliding window in tokens; 0 = all.</param>
    public PrefillAttentionSurface(
        double[] lengths,
        double[] batches,
        double[] ms,
        Provenance provenance,
        double kvReadMsPerToken,
        double relativeUncertainty,
        string source,
        int window = 0)
    {
        if (lengths.Length == 0 || batches.Length == 0 || ms.Length != lengths.Length * batches.Length)
        {
            throw new ArgumentException("a surface needs a full grid", nameof(ms));
        }

        _lengths = new SurfaceAxis(lengths);
        _batches = new SurfaceAxis(batches);
        _rootMs = Array.ConvertAll(ms, Math.Sqrt);
        _provenance = provenance;
        _kvReadMsPerToken = kvReadMsPerToken;
        _window = window > 0 ? window : AnyLength;
        RelativeUncertainty = relativeUncertainty;
        Source = source;
    }

    private PrefillAttentionSurface(PrefillAttentionSurface other, double factor)
    {
        (_lengths, _batches, _provenance, _window) = (other._lengths, other._batches, other._provenance, other._window);
        (RelativeUncertainty, Source) = (other.RelativeUncertainty, other.Source);
        _rootMs = Array.ConvertAll(other._rootMs, root => Math.Sqrt(factor) * root);
        _kvReadMsPerToken = factor * other._kvReadMsPerToken;
    }

    /// <summary>One-sigma relative uncertainty on the grid.</summary>
    public double RelativeUncertainty { get; }

    /// <summary>Where the grid comes from.</summary>
    public string Source { get; }

    /// <summary>Prompt lengths of the grid.</summary>
    public SurfaceAxis Lengths => _lengths;

    /// <summary>Sequence counts of the grid.</summary>
    public SurfaceAxis Batches => _batches;

    /// <summary>The same surface with every time multiplied by <paramref name="factor"/>.</summary>
    public PrefillAttentionSurface Scaled(double factor) => new(this, factor);

    /// <summary>The time at a grid point, milliseconds.</summary>
    public double GridMs(int length, int batch) => Math.Pow(_rootMs[(length * _batches.Count) + batch], 2);

    /// <summary>Milliseconds for <paramref name="sequences"/> chunks of <paramref name="newTokens"/> over <paramref name="cachedTokens"/>.</summary>
    public double Ms(int sequences, double newTokens, double cachedTokens)
    {
        if (sequences <= 0 || newTokens <= 0)
        {
            return 0;
        }

        if (cachedTokens <= 0)
        {
            return WholePromptMs(sequences, newTokens);
        }

        var pairs = PairCount.AtMost(_window, newTokens, cachedTokens);
        var compute = WholePromptMs(sequences, PairCount.PromptOf(pairs, _window));
        var read = sequences * Math.Min(cachedTokens, _window) * _kvReadMsPerToken;
        return Math.Max(Math.Max(compute, read), WholePromptMs(sequences, newTokens));
    }

    /// <summary>The same with how it is known.</summary>
    public KernelTime At(int sequences, double newTokens, double cachedTokens)
    {
        var ms = Ms(sequences, newTokens, cachedTokens);
        if (ms <= 0)
        {
            return KernelTime.Zero;
        }

        var full = newTokens + Math.Max(0, cachedTokens);
        var outside = _lengths.IsOutside(full) || _batches.IsOutside(sequences);
        var onGrid = cachedTokens <= 0 && _lengths.HasKnot(full) && _batches.HasKnot(sequences);
        var at = outside ? Provenance.Extrapolated : onGrid ? Provenance.Measured : Provenance.Interpolated;
        var octaves = Math.Log2(Math.Max(1, full / _lengths.Last)) + Math.Log2(Math.Max(1, sequences / _batches.Last));
        var uncertainty = RelativeUncertainty + (onGrid ? 0 : 0.03) + (cachedTokens > 0 ? 0.05 : 0) + (0.05 * octaves);
        return new KernelTime(ms, at > _provenance ? at : _provenance, uncertainty);
    }

    private double WholePromptMs(int sequences, double length)
    {
        // Outside the grid the work of the nearest edge is scaled: by the pairs of the length, proportional in the sequences.
        var inLength = Math.Clamp(length, _lengths.First, _lengths.Last);
        var inBatch = Math.Clamp(sequences, _batches.First, _batches.Last);
        var b = _batches.Locate(inBatch, out var batchShare);
        var l = _lengths.Locate(inLength, out var lengthShare);
        var ms = AlongLength(l, lengthShare, b);
        if (batchShare > 0)
        {
            ms += (AlongLength(l, lengthShare, b + 1) - ms) * batchShare;
        }

        if (length > inLength)
        {
            ms *= PairCount.AtMost(_window, length, 0) / PairCount.AtMost(_window, inLength, 0);
        }

        return sequences > inBatch ? ms * sequences / inBatch : ms;
    }

    private double AlongLength(int l, double share, int b)
    {
        var root = _rootMs[(l * _batches.Count) + b];
        if (share <= 0)
        {
            return root * root;
        }

        var next = _rootMs[((l + 1) * _batches.Count) + b];
        if (_lengths[l] >= _window)
        {
            return (root * root) + (((next * next) - (root * root)) * share);
        }

        root += (next - root) * share;
        return root * root;
    }
}
