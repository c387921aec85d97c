namespace Plimsoll.Model.Memory;

/// <summary>The launch settings that decide how an engine divides GPU memory.</summary>
/// <param name="MaxBatchedTokens">Tokens of the largest step: what activations are reserved for.</param>
/// <param name="MaxSequences">Sequences that may run at once: rows of logits.</param>
/// <param name="KvBlockTokens">Tokens in one KV block.</param>
/// <param name="MemoryFraction">Share of device memory that the engine may use.</param>
/// <param name="Rule">What the share applies to.</param>
public sealed record MemorySettings(
    int MaxBatchedTokens, int MaxSequences, int KvBlockTokens, double MemoryFraction, MemoryFractionRule Rule)
{
    /// <summary>
    /// Tokens of a sequence, over which what does not grow with it (a window's cache, a recurrent state) is spread; 0 = nothing is spread,
    /// windows are cached whole and states are left out.
    /// </summary>
    public int SequenceTokens { get; init; }

    /// <summary>
    /// Share of a sequence's tokens that layers with a window keep at least: 0 where the engine frees what left the window, 1 where it never does.
    /// </summary>
    public double WindowedCacheShare { get; init; } = 1;
}
