namespace Plimsoll.Planning.Targets;

/// <summary>The latencies that targets bound.</summary>
public enum LatencyKind
{
    /// <summary>Time to first token.</summary>
    Ttft,

    /// <summary>Mean time per output token after the first of a request.</summary>
    Tpot,

    /// <summary>Latency of a whole request.</summary>
    RequestLatency,
}
