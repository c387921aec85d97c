namespace Plimsoll.Planning.Reports;

/// <summary>A finding about the plan.</summary>
/// <param name="Kind">A stable snake_case word, e.g. <c>kv_bound</c>.</param>
/// <param name="Text">The finding, one sentence.</param>
/// <param name="Reason">Why it holds, with the figures.</param>
public sealed record Conclusion(string Kind, string Text, string Reason);
