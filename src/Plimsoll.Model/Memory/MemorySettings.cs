namespace Plimsoll.Model.Memory;

/// <summary>The launch settings that decide how an engine divides GPU memory.</summary>
/// <param name="MaxBatchedTokens">Tokens of the largest step: what activations are reserved for.</param>
/// <param name="MaxSequences">Sequences that may run at once: rows of logits.</param>
/// <param name="KvBlockTokens">Tokens in one KV block.</param>
/// <param name="MemoryFraction">Share of device memory that the engine may use.</param>
/// <param name="Rule">What the share applies to.</param>
public sealed record MemorySettings(
    int MaxBatchedTokens, int MaxSequences, int KvBlockTokens, double MemoryFraction, MemoryFractionRule Rule);
