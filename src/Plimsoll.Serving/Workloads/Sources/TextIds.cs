namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>Identities of texts: equal ids are equal texts. The kinds of id never meet.</summary>
internal static class TextIds
{
    private const ulong Spoken = 1UL << 63;
    private const ulong Block = 1UL << 62;
    private const int TurnBits = 20;

    /// <summary>The text that all prompts begin with.</summary>
    public const ulong SharedPrefix = 1;

    /// <summary>Turns that one conversation can have.</summary>
    public const int MostTurns = 1 << TurnBits;

    /// <summary>What the user says in a turn.</summary>
    public static ulong Question(long conversation, int turn) => Spoken | ((ulong)conversation << (TurnBits + 1)) | ((ulong)turn << 1);

    /// <summary>What the model answers in a turn.</summary>
    public static ulong Answer(long conversation, int turn) => Question(conversation, turn) | 1;

    /// <summary>A block of a trace, by its hash id.</summary>
    public static ulong OfBlock(long hashId) => Block | ((ulong)hashId & (Block - 1));
}
