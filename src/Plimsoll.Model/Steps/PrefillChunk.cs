namespace Plimsoll.Model.Steps;

/// <summary>Prompt work of one iteration: <paramref name="Sequences"/> equal pieces of prompts.</summary>
/// <param name="NewTokens">Prompt tokens computed now, per sequence.</param>
/// <param name="CachedTokens">Tokens of the same sequence already in the KV cache (earlier chunks or a prefix hit).</param>
/// <param name="Sequences">How many sequences have exactly this shape.</param>
/// <param name="Completes">Whether the prompt ends with this chunk, so that the sequence emits its first token.</param>
public readonly record struct PrefillChunk(int NewTokens, int CachedTokens = 0, int Sequences = 1, bool Completes = true);
