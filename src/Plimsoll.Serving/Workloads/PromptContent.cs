namespace Plimsoll.Serving.Workloads;

/// <summary>What a prompt consists of, for prefix caching: two prompts share the tokens of their common leading segments.</summary>
/// <param name="Segments">The prompt in order; their tokens add up to the prompt, or to a leading part of it whose rest is like no other prompt.</param>
/// <param name="AnswerId">Identity of the answer as a segment of later prompts (next turn of a conversation); 0 when no prompt continues it.</param>
public sealed record PromptContent(IReadOnlyList<PromptSegment> Segments, ulong AnswerId = 0);
