namespace Plimsoll.Load.Prompts;

/// <summary>A request ready to be sent: made before the run, so that the run only sends.</summary>
/// <param name="Index">Its place in the data set.</param>
/// <param name="Body">The JSON to post, UTF-8.</param>
/// <param name="InputTokens">The prompt's exact number of tokens, without a chat template; null when only the server can count them.</param>
/// <param name="OutputTokens">The answer tokens asked for, or null.</param>
public sealed record PreparedRequest(int Index, byte[] Body, int? InputTokens, int? OutputTokens);
