namespace Plimsoll.Profiling.Measurements;

/// <summary>A row of a source that is not evaluated.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Place">The file and line.</param>
/// <param name="Mode">The way of serving: <c>agg</c> or <c>disagg</c>.</param>
/// <param name="Reason">A stable snake_case word under which such rows are counted.</param>
/// <param name="Detail">The reason with its values.</param>
public sealed record SetAsideRow(string Id, string Place, string Mode, string Reason, string Detail);
