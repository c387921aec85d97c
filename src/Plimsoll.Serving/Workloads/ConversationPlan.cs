namespace Plimsoll.Serving.Workloads;

/// <summary>How often a client goes on with a conversation, and how long it thinks in between.</summary>
/// <param name="Turns">Requests of a conversation, at least 1; each prompt after the first is everything said before and new text.</param>
/// <param name="ThinkMs">Time from the last token of an answer to the sending of the next prompt, ms.</param>
public readonly record struct ConversationPlan(int Turns = 1, double ThinkMs = 0)
{
    /// <summary>Every request stands alone.</summary>
    public static ConversationPlan None { get; } = new(1);

    /// <summary>Whether requests have a history.</summary>
    public bool HasHistory => Turns > 1;
}
