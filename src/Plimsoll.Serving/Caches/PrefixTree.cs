using System.Runtime.InteropServices;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Caches;

/// <summary>
/// The cached blocks of one attention rank by the prompts that lead to them, with the order in which they may be overwritten.
/// </summary>
/// <remarks>
/// A block belongs to the segment in which its last token lies, so it is shared only by prompts that agree up to its end. Entries that no
/// sequence refers to form a list, longest unused first. A release appends a path from its end to its start, and whoever refers to an entry refers to
/// everything before it; so the head of the list never has an unreferenced or referenced entry behind it, and taking blocks from the head (from
/// a segment's end) is exact least-recently-used order without search.
/// </remarks>
internal sealed class PrefixTree(int blockTokens)
{
    private const int Root = 0;
    private const int Leftover = -1;
    private readonly Dictionary<(int Parent, ulong Id), int> _children = [];
    private readonly Stack<int> _unused = [];
    private readonly List<CachedSegment> _entries = [default];
    private long _ticket;

    /// <summary>Blocks that no sequence holds and that allocation may overwrite.</summary>
    public int EvictableBlocks { get; private set; }

    /// <summary>Whether a list of entries to overwrite exists, in which later releases must queue.</summary>
    public bool HasEvictable => At(Root).Next != Root;

    /// <summary>The entry's segment and blocks; valid until entries are added.</summary>
    public ref CachedSegment At(int entry) => ref CollectionsMarshal.AsSpan(_entries)[entry];

    /// <summary>Blocks of a prompt that end before <paramref name="tokens"/> tokens do.</summary>
    public int BlocksThrough(int tokens) => tokens / blockTokens;

    /// <summary>Leading blocks of a prompt that are in the cache when it leads to <paramref name="entry"/>.</summary>
    public int ResidentBlocks(int entry) => BlocksThrough(At(entry).StartTokens) + At(entry).Blocks;

    /// <summary>Follows a prompt as far as it is cached, at most <paramref name="limit"/> blocks.</summary>
    /// <param name="segments">The prompt.</param>
    /// <param name="limit">The most blocks wanted.</param>
    /// <param name="entry">The last segment that is needed; 0 when none is.</param>
    /// <param name="depth">Segments up to and including <paramref name="entry"/>.</param>
    /// <returns>Leading blocks found.</returns>
    public int Follow(IReadOnlyList<PromptSegment> segments, int limit, out int entry, out int depth)
    {
        (entry, depth) = (Root, 0);
        int found = 0, parent = Root;
        for (var i = 0; i < segments.Count && found < limit && _children.TryGetValue((parent, segments[i].Id), out var child); i++)
        {
            ref readonly var cached = ref At(child);
            var end = cached.StartTokens + segments[i].Tokens;
            var resident = Math.Min(ResidentBlocks(child), BlocksThrough(end));
            if (resident > found)
            {
                (found, entry, depth) = (resident, child, i + 1);
            }

            if (end != cached.EndTokens || resident < BlocksThrough(end))
                break;

            parent = child;
        }

        return Math.Min(found, limit);
    }

    /// <summary>The entry of a segment behind <paramref name="parent"/>, pinned; added without blocks when it is new.</summary>
    public int PinChild(int parent, PromptSegment segment)
    {
        if (_children.TryGetValue((parent, segment.Id), out var child))
        {
            PinOne(child);
            return child;
        }

        var start = At(parent).EndTokens;
        child = Add(new CachedSegment { Parent = parent, Id = segment.Id, StartTokens = start, EndTokens = start + segment.Tokens, References = 1 });
        _children.Add((parent, segment.Id), child);
        return child;
    }

    /// <summary>Blocks that <see cref="Pin"/> would make unavailable: those of the path that nobody holds yet.</summary>
    public int UnheldBlocks(int entry)
    {
        var blocks = 0;
        for (; entry != Root && At(entry).References == 0; entry = At(entry).Parent)
        {
            blocks += At(entry).Blocks;
        }

        return blocks;
    }

    /// <summary>Keeps an entry and everything before it.</summary>
    public void Pin(int entry)
    {
        for (; entry != Root; entry = At(entry).Parent)
        {
            PinOne(entry);
        }
    }

    /// <summary>Lets go of an entry and everything before it; returns the blocks that nobody holds any more.</summary>
    public int Unpin(int entry)
    {
        var before = EvictableBlocks;
        for (; entry != Root; entry = At(entry).Parent)
        {
            ref var cached = ref At(entry);
            if (--cached.References == 0)
            {
                EvictableBlocks += cached.Blocks;
                Append(entry);
            }
        }

        return EvictableBlocks - before;
    }

    /// <summary>Puts blocks that no prompt leads to at the end of the order.</summary>
    public void Discard(int blocks)
    {
        var last = At(Root).Previous;
        if (last != Root && At(last).Parent == Leftover && At(last).Ticket == 0)
        {
            At(last).Blocks += blocks;
            EvictableBlocks += blocks;
        }
        else
        {
            AddLeftover(blocks, ticket: 0);
        }
    }

    /// <summary>Puts blocks at the end of the order that their sequence may take back.</summary>
    public (int Entry, long Ticket) Leave(int blocks) => (AddLeftover(blocks, ++_ticket), _ticket);

    /// <summary>How many of the blocks that were left are still there.</summary>
    public int Remaining(int entry, long ticket) => ticket != 0 && At(entry).Ticket == ticket ? At(entry).Blocks : 0;

    /// <summary>Takes back what remains of the blocks that were left.</summary>
    public void Reclaim(int entry)
    {
        EvictableBlocks -= At(entry).Blocks;
        Unlink(entry);
        Remove(entry);
    }

    /// <summary>Overwrites the <paramref name="blocks"/> blocks that were unused longest; there must be so many.</summary>
    public void Evict(int blocks)
    {
        EvictableBlocks -= blocks;
        while (blocks > 0)
        {
            var entry = At(Root).Next;
            ref var oldest = ref At(entry);
            var taken = Math.Min(blocks, oldest.Blocks);
            oldest.Blocks -= taken;
            blocks -= taken;
            if (oldest.Blocks == 0)
            {
                Unlink(entry);
                Remove(entry);
            }
        }
    }

    private void PinOne(int entry)
    {
        ref var cached = ref At(entry);
        if (cached.References++ == 0)
        {
            EvictableBlocks -= cached.Blocks;
            Unlink(entry);
        }
    }

    private int AddLeftover(int blocks, long ticket)
    {
        EvictableBlocks += blocks;
        var entry = Add(new CachedSegment { Parent = Leftover, Blocks = blocks, Ticket = ticket });
        Append(entry);
        return entry;
    }

    private int Add(in CachedSegment cached)
    {
        if (!_unused.TryPop(out var entry))
        {
            entry = _entries.Count;
            _entries.Add(cached);
            return entry;
        }

        At(entry) = cached;
        return entry;
    }

    private void Remove(int entry)
    {
        ref var cached = ref At(entry);
        if (cached.Parent != Leftover)
        {
            _children.Remove((cached.Parent, cached.Id));
        }

        cached = default;
        _unused.Push(entry);
    }

    private void Append(int entry)
    {
        var last = At(Root).Previous;
        (At(entry).Previous, At(entry).Next) = (last, Root);
        At(last).Next = entry;
        At(Root).Previous = entry;
    }

    private void Unlink(int entry)
    {
        var (previous, next) = (At(entry).Previous, At(entry).Next);
        At(previous).Next = next;
        At(next).Previous = previous;
    }
}
