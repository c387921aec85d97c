namespace Plimsoll.Serving.Caches;

/// <summary>
/// One entry of a <see cref="PrefixTree"/>: a segment of a prompt below the segments before it, or blocks that no prompt leads to
/// (what a finished or preempted sequence leaves behind until it is overwritten).
/// </summary>
internal struct CachedSegment
{
    /// <summary>The segment before it; 0 is the start of a prompt, −1 marks blocks that no prompt leads to.</summary>
    public int Parent;

    /// <summary>Identity of the text.</summary>
    public ulong Id;

    /// <summary>Where it starts in the prompt, tokens.</summary>
    public int StartTokens;

    /// <summary>Where it ends in the prompt, tokens.</summary>
    public int EndTokens;

    /// <summary>Blocks in the cache: the leading ones of those that end inside the segment.</summary>
    public int Blocks;

    /// <summary>Sequences that hold it or a segment behind it.</summary>
    public int References;

    /// <summary>The entry released before it, while nothing refers to it.</summary>
    public int Previous;

    /// <summary>The entry released after it, while nothing refers to it.</summary>
    public int Next;

    /// <summary>Changes whenever the entry comes to stand for something else.</summary>
    public long Ticket;
}
