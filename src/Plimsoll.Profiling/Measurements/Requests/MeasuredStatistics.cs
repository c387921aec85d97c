namespace Plimsoll.Profiling.Measurements.Requests;

/// <summary>Computes the figures of a run from what was measured of its requests. Percentiles interpolate linearly between order statistics.</summary>
internal static class MeasuredStatistics
{
    /// <summary>The fewest requests whose 99th percentile is more than their maximum.</summary>
    public const int LeastForP99 = 100;

    /// <summary>The figures of a run.</summary>
    /// <param name="ttftMs">Times to first token.</param>
    /// <param name="tpotMs">Times per output token of the requests with two tokens or more.</param>
    /// <param name="tokens">Answer tokens of all requests.</param>
    /// <param name="durationMs">From the first sending to the last token; 0 when unknown.</param>
    public static Dictionary<Figure, double> Of(IReadOnlyList<double> ttftMs, IReadOnlyList<double> tpotMs, long tokens, double durationMs)
    {
        var sorted = ttftMs.Order().ToArray();
        var figures = new Dictionary<Figure, double>();
        if (sorted.Length > 0)
        {
            figures[Figure.TtftMean] = sorted.Average();
            figures[Figure.TtftP50] = Quantiles.Of(sorted, 0.5);
            figures[Figure.TtftP99] = Quantiles.Of(sorted, 0.99);
        }

        if (tpotMs.Count > 0)
        {
            figures[Figure.TpotMean] = tpotMs.Average();
        }

        if (durationMs > 0)
        {
            figures[Figure.Throughput] = 1000 * tokens / durationMs;
        }

        return figures;
    }

    /// <summary>Notes that the 99th percentile of too few requests is not scored.</summary>
    public static void CheckP99(Dictionary<Figure, string> unscored, int requests)
    {
        if (requests < LeastForP99)
        {
            unscored.TryAdd(Figure.TtftP99, $"{requests} requests: a 99th percentile over fewer than {LeastForP99} is a maximum");
        }
    }
}
