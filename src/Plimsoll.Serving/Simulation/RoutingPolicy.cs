namespace Plimsoll.Serving.Simulation;

/// <summary>How a router picks the worker of a request.</summary>
public enum RoutingPolicy
{
    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests in flight; the first of equals.</summary>
    LeastLoaded,

    /// <summary>The one with the least work left: prompt tokens to compute beyond its prefix hits, plus its load in KV blocks.</summary>
    KvAware,
}
