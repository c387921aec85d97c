namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>How often a reason kept rows from being scored.</summary>
/// <param name="Reason">A stable snake_case word.</param>
/// <param name="Count">Rows.</param>
/// <param name="Example">The reason of one of them in full.</param>
public sealed record ReasonCount(string Reason, int Count, string Example)
{
    /// <summary>Counts reasons, most frequent first, each with its first example.</summary>
    public static IReadOnlyList<ReasonCount> Of(IEnumerable<(string Reason, string Detail)> reasons) =>
        [.. reasons.GroupBy(item => item.Reason, StringComparer.Ordinal)
            .Select(group => new ReasonCount(group.Key, group.Count(), group.First().Detail))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Reason, StringComparer.Ordinal)];
}
