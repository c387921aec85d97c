namespace Plimsoll.Profiling.Measurements;

/// <summary>One request of a run as its client sent it.</summary>
/// <param name="SentMs">When it was sent, ms from the start of the run.</param>
/// <param name="Isl">Prompt tokens.</param>
/// <param name="Osl">Answer tokens.</param>
/// <param name="CachedTokens">Prompt tokens that were found in the prefix cache; null when unknown.</param>
public readonly record struct MeasuredRequest(double SentMs, int Isl, int Osl, int? CachedTokens);
