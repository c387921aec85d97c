namespace Plimsoll.Serving.Caches;

/// <summary>
/// What one sequence holds of a <see cref="KvBlockPool"/>: blocks of its own and cached prefix blocks that it shares with others.
/// Kept by the sequence, changed only by its pool; the default value holds nothing.
/// </summary>
public struct KvHold
{
    /// <summary>Blocks that no other sequence can use.</summary>
    public int OwnBlocks { get; internal set; }

    /// <summary>Leading blocks that lie in the prefix cache, pinned while the sequence holds them.</summary>
    public int SharedBlocks { get; internal set; }

    /// <summary>Blocks of the whole sequence.</summary>
    public readonly int Blocks => OwnBlocks + SharedBlocks;

    /// <summary>Deepest pinned segment of the prompt in the cache; 0 when none is.</summary>
    internal int Node { get; set; }

    /// <summary>Position of <see cref="Node"/> among the prompt's segments, from 1.</summary>
    internal int Depth { get; set; }

    /// <summary>The entry of what the sequence left behind when it was preempted.</summary>
    internal int Remains { get; set; }

    /// <summary>Blocks of the sequence before <see cref="Remains"/>.</summary>
    internal int RemainsStart { get; set; }

    /// <summary>Tells whether <see cref="Remains"/> is still this sequence's, or overwritten since; 0 when it left nothing.</summary>
    internal long RemainsTicket { get; set; }
}
