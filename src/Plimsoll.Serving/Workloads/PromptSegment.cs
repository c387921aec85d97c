namespace Plimsoll.Serving.Workloads;

/// <summary>A stretch of text that may occur in several prompts: a hash block of a trace, a shared system prompt, a turn of a conversation.</summary>
/// <param name="Id">Identity of the text: equal ids at the same place mean equal tokens.</param>
/// <param name="Tokens">Its length, at least 1.</param>
public readonly record struct PromptSegment(ulong Id, int Tokens);
