namespace Plimsoll.Planning.Reports;

/// <summary>A reason for which candidates were not kept.</summary>
/// <param name="Reason">A stable snake_case word.</param>
/// <param name="Count">Candidates rejected for this reason (the first that applies to them).</param>
/// <param name="Example">The first of them, with its numbers.</param>
public sealed record Rejection(string Reason, long Count, string Example);
