namespace Plimsoll.Model.Tests.Steps.Truth;

/// <summary>One request that a real engine served.</summary>
/// <param name="PromptTokens">Its prompt.</param>
/// <param name="CachedTokens">Prompt tokens that were in the cache already.</param>
/// <param name="TtftMs">Milliseconds to the first token.</param>
/// <param name="TpotMs">Mean milliseconds per token after it; 0 for a single token.</param>
internal sealed record TruthRequest(int PromptTokens, int CachedTokens, double TtftMs, double TpotMs);
