namespace Plimsoll.Load.Records;

/// <summary>The token counts that metrics use, and where they come from.</summary>
/// <param name="Input">Of the prompt; null when nobody knows.</param>
/// <param name="InputFrom">Who counted the prompt.</param>
/// <param name="Output">Of the answer, reasoning included; null when nobody knows.</param>
/// <param name="Reasoning">Of its reasoning.</param>
/// <param name="OutputFrom">Who counted the answer.</param>
public readonly record struct TokenCounts(int? Input, TokenSource InputFrom, int? Output, int? Reasoning, TokenSource OutputFrom);
