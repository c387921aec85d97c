namespace Plimsoll.Load.Endpoints;

/// <summary>Token counts that the server reports; null where it does not say.</summary>
/// <param name="Prompt">Of the prompt, with the chat template.</param>
/// <param name="Completion">Of the answer, reasoning included.</param>
/// <param name="Total">Of both.</param>
/// <param name="Reasoning">Of the answer's reasoning.</param>
/// <param name="CachedPrompt">Of the prompt, found in the prefix cache.</param>
public readonly record struct TokenUsage(int? Prompt, int? Completion, int? Total, int? Reasoning, int? CachedPrompt);
