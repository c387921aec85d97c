namespace Plimsoll.Model.Models;

/// <summary>Multi-head, grouped-query or multi-query attention with a full KV cache.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key/value heads (equal to <paramref name="Heads"/> for plain multi-head attention).</param>
/// <param name="HeadDim">Width of one head.</param>
/// <param name="QkNorm">Whether queries and keys are normalised per head (Qwen3).</param>
/// <param name="Window">Sliding window in tokens; 0 = all tokens.</param>
public sealed record GroupedQueryAttention(int Heads, int KvHeads, int HeadDim, bool QkNorm = false, int Window = 0)
    : AttentionBlock;
