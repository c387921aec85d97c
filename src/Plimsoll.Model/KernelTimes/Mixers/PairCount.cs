namespace Plimsoll.Model.KernelTimes.Mixers;

/// <summary>How many (query, key) pairs a causal chunk attends to.</summary>
internal static class PairCount
{
    /// <summary>All earlier tokens: new·(cached + new/2).</summary>
    public static double Causal(double newTokens, double cachedTokens) => newTokens * (cachedTokens + (newTokens / 2));

    /// <summary>At most <paramref name="most"/> tokens per query: the sum over the chunk of min(tokens so far, most).</summary>
    public static double AtMost(double most, double newTokens, double cachedTokens)
    {
        var growing = Math.Clamp(most - cachedTokens, 0, newTokens);
        return Causal(growing, cachedTokens) + ((newTokens - growing) * most);
    }

    /// <summary>The length of the whole prompt that has so many pairs when a query attends to at most <paramref name="window"/> tokens.</summary>
    public static double PromptOf(double pairs, double window) =>
        pairs <= window * (window / 2) ? Math.Sqrt(2 * pairs) : (pairs / window) + (window / 2);
}
