using Plimsoll.Serving.Workloads.Lengths;

namespace Plimsoll.Serving.Workloads;

/// <summary>What is sent, whenever the protocol says so.</summary>
public sealed record RequestPlan
{
    /// <summary>The lengths of each request: in a conversation, of the new text of each turn and of its answer.</summary>
    public required IRequestLengths Lengths { get; init; }

    /// <summary>Requests that count; null = the protocol's own number.</summary>
    public long? Requests { get; init; }

    /// <summary>Decides everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>Leading prompt tokens that are the same text in every request, so that the simulated prefix cache finds them.</summary>
    public int SharedPrefix { get; init; }

    /// <summary>Whether clients hold conversations.</summary>
    public ConversationPlan Conversation { get; init; } = ConversationPlan.None;

    /// <summary>Longest prompt and answer together; a conversation that would exceed it ends, and a new one begins.</summary>
    public int SequenceTokens { get; init; } = int.MaxValue;
}
