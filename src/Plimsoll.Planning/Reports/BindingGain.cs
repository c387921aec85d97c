namespace Plimsoll.Planning.Reports;

/// <summary>What 10 % more of one thing would buy.</summary>
/// <param name="Of">A target's key, <c>kv_cache</c> or <c>kv_link</c>.</param>
/// <param name="HighestLoad">The highest load of the cluster that would then keep the targets.</param>
/// <param name="TokensPerSPerGpu">Answer tokens per second per GPU there.</param>
/// <param name="Gain">Over today's highest load, as a fraction of its tokens per second.</param>
public sealed record BindingGain(string Of, double HighestLoad, double TokensPerSPerGpu, double Gain);
