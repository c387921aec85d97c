using Plimsoll.Planning.Reports;

namespace Plimsoll.Planning.Search;

/// <summary>Counts rejected candidates by reason and keeps the first example of each.</summary>
internal sealed class RejectionTally
{
    private readonly Dictionary<string, (long Count, string Example)> _reasons = new(StringComparer.Ordinal);

    /// <summary>All rejected candidates.</summary>
    public long Total { get; private set; }

    public void Add(string reason, string example, long count = 1)
    {
        if (count <= 0)
        {
            return;
        }

        Total += count;
        _reasons[reason] = _reasons.TryGetValue(reason, out var known) ? (known.Count + count, known.Example) : (count, example);
    }

    public void Add(RejectionTally other)
    {
        foreach (var (reason, (count, example)) in other._reasons)
        {
            Add(reason, example, count);
        }
    }

    /// <summary>The most frequent reason first; equal counts by name.</summary>
    public IReadOnlyList<Rejection> ToReport() =>
    [
        .. _reasons.Select(entry => new Rejection(entry.Key, entry.Value.Count, entry.Value.Example))
            .OrderByDescending(rejection => rejection.Count)
            .ThenBy(rejection => rejection.Reason, StringComparer.Ordinal),
    ];
}
