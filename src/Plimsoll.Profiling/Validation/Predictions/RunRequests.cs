using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>The requests of a run: those that were recorded, or as many of the nominal lengths.</summary>
internal static class RunRequests
{
    private const int Seed = 20261122;

    /// <summary>The requests in the order of sending.</summary>
    public static IReadOnlyList<MeasuredRequest> Of(MeasuredLoad load)
    {
        if (load.Requests is { } recorded)
        {
            return recorded;
        }

        var random = new Random(Seed);
        var requests = new MeasuredRequest[load.RequestCount];
        double sentMs = 0;
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = new MeasuredRequest(sentMs, Length(random, load.Isl, load.ShortestShare), Length(random, load.Osl, load.ShortestShare), null);
            sentMs += load.RatePerS is { } rate ? -1000 * Math.Log(1 - random.NextDouble()) / rate : 0;
        }

        return requests;
    }

    private static int Length(Random random, int nominal, double shortestShare)
    {
        var shortest = Math.Max(1, (int)Math.Round(nominal * shortestShare));
        return random.Next(shortest, nominal + 1);
    }
}
