namespace Plimsoll.Serving.Workloads;

/// <summary>One request as a client sends it.</summary>
public readonly record struct ClientRequest
{
    /// <summary>Number in the order of sending, from 0.</summary>
    public required long Id { get; init; }

    /// <summary>When the client sends it, ms from the start.</summary>
    public required double SentMs { get; init; }

    /// <summary>Prompt tokens, at least 1.</summary>
    public required int Isl { get; init; }

    /// <summary>Answer tokens, at least 1.</summary>
    public required int Osl { get; init; }

    /// <summary>
    /// Prompt tokens that are stated to be in the KV cache already (a measured hit, a standing prefix), less than <see cref="Isl"/>;
    /// null lets the simulated prefix cache decide from <see cref="Content"/>.
    /// </summary>
    public int? CachedTokens { get; init; }

    /// <summary>What the prompt consists of; null when it is like no other.</summary>
    public PromptContent? Content { get; init; }

    /// <summary>The conversation it belongs to, or −1.</summary>
    public int Session { get; init; }
}
