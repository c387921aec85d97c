namespace Plimsoll.Serving.Simulation;

/// <summary>What happened to one finished request. Times are ms from the start, as the client sees them.</summary>
public readonly record struct RequestOutcome
{
    /// <summary>Number in the order of sending.</summary>
    public required long Id { get; init; }

    /// <summary>The conversation it belongs to, or −1.</summary>
    public int Session { get; init; }

    /// <summary>When it was sent.</summary>
    public required double SentMs { get; init; }

    /// <summary>When the client had its first token.</summary>
    public required double FirstTokenMs { get; init; }

    /// <summary>When the client had its last token.</summary>
    public required double LastTokenMs { get; init; }

    /// <summary>Prompt tokens.</summary>
    public required int Isl { get; init; }

    /// <summary>Answer tokens.</summary>
    public required int Osl { get; init; }

    /// <summary>Prompt tokens that were found in the KV cache.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Waiting in the scheduler before its first step.</summary>
    public double QueueMs { get; init; }

    /// <summary>How often it lost its KV cache and was computed again.</summary>
    public int Preemptions { get; init; }

    /// <summary>Index of the worker that answered it.</summary>
    public int Worker { get; init; }

    /// <summary>Time to first token.</summary>
    public double TtftMs => FirstTokenMs - SentMs;

    /// <summary>Latency of the whole request.</summary>
    public double LatencyMs => LastTokenMs - SentMs;

    /// <summary>Mean time per output token after the first; 0 for an answer of one token.</summary>
    public double TpotMs => Osl > 1 ? (LastTokenMs - FirstTokenMs) / (Osl - 1) : 0;
}
