namespace Plimsoll.Planning.Search;

/// <summary>Decode batches at which a Pareto curve is drawn: 1, 2, 3, then about a fifth apart.</summary>
internal static class DecodeLadder
{
    /// <summary>The rungs up to and with <paramref name="most"/>; none for 0.</summary>
    public static IEnumerable<int> UpTo(int most)
    {
        for (var rows = 1; rows < most; rows = Math.Max(rows + 1, rows + (rows / 5)))
        {
            yield return rows;
        }

        if (most > 0)
        {
            yield return most;
        }
    }
}
