using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Caches;

/// <summary>
/// The KV cache of one attention rank: which blocks sequences hold, which keep a prefix for later prompts, and which are free. Every block is
/// in exactly one of these states: <see cref="UsedBlocks"/> + <see cref="EvictableBlocks"/> + <see cref="FreeBlocks"/> = <see cref="TotalBlocks"/>.
/// </summary>
/// <remarks>
/// Only whole blocks are cached, and at least the last token of a prompt is always computed (vLLM; SGLang's radix cache is the same with blocks
/// of one token). Released blocks keep their content until they are the longest unused ones when a block is needed; that holds for prompts that
/// nobody shares too, so their blocks queue in the same order although they can never be hit. Equal blocks that two sequences computed side by side become
/// one as soon as both are reported by <see cref="Computed"/>. Nothing is allocated except for segments that were never seen, and without
/// contents every operation is a few additions.
/// </remarks>
public sealed class KvBlockPool
{
    private readonly PrefixTree _tree;
    private readonly bool _reusesPrefixes;

    /// <summary>An empty cache.</summary>
    /// <param name="totalBlocks">Its size.</param>
    /// <param name="blockTokens">Tokens in a block.</param>
    /// <param name="reusesPrefixes">Whether prompts hit what earlier ones left; otherwise contents are of no effect.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size, or blocks without tokens.</exception>
    public KvBlockPool(int totalBlocks, int blockTokens, bool reusesPrefixes = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalBlocks);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockTokens, 1);
        (TotalBlocks, BlockTokens, FreeBlocks, _reusesPrefixes) = (totalBlocks, blockTokens, totalBlocks, reusesPrefixes);
        _tree = new PrefixTree(blockTokens);
    }

    /// <summary>Blocks altogether.</summary>
    public int TotalBlocks { get; }

    /// <summary>Tokens in a block.</summary>
    public int BlockTokens { get; }

    /// <summary>Blocks that sequences hold; a shared one counts once.</summary>
    public int UsedBlocks { get; private set; }

    /// <summary>Blocks that nobody holds and that keep their content until they are needed.</summary>
    public int EvictableBlocks => _tree.EvictableBlocks;

    /// <summary>Blocks without content.</summary>
    public int FreeBlocks { get; private set; }

    /// <summary>Blocks that a sequence could get.</summary>
    public int AvailableBlocks => FreeBlocks + EvictableBlocks;

    /// <summary>Blocks that <paramref name="tokens"/> tokens take.</summary>
    public int BlocksFor(int tokens) => (int)(((long)tokens + BlockTokens - 1) / BlockTokens);

    /// <summary>Prompt tokens that a request would find in the cache now; less than <paramref name="isl"/>, whole blocks.</summary>
    public int Match(PromptContent? content, int isl) =>
        _reusesPrefixes && content is not null ? BlockTokens * _tree.Follow(content.Segments, (isl - 1) / BlockTokens, out _, out _) : 0;

    /// <summary>
    /// Gives a sequence its first blocks: shared ones where the cache has its prefix, own ones for the rest. A sequence that was preempted also
    /// finds what is left of itself.
    /// </summary>
    /// <param name="hold">Of the sequence; holds nothing yet.</param>
    /// <param name="content">What its prompt consists of; null when no other prompt is like it.</param>
    /// <param name="tokens">Tokens that must have KV cache before it emits its next one: the prompt; after a preemption with the answer so far.</param>
    /// <param name="blocks">Blocks that it must get altogether, at least those of <paramref name="tokens"/> less one.</param>
    /// <param name="cachedTokens">Leading tokens that need not be computed.</param>
    /// <returns>Whether it got them, which it does when as many are available; otherwise nothing has changed.</returns>
    public bool TryStart(ref KvHold hold, PromptContent? content, int tokens, int blocks, out int cachedTokens)
    {
        int shared = 0, entry = 0, depth = 0, remains = 0;
        var limit = (tokens - 1) / BlockTokens;
        if (_reusesPrefixes)
        {
            shared = content is null ? 0 : _tree.Follow(content.Segments, limit, out entry, out depth);

            // The remains continue the path that the sequence had, which is overwritten after them: a shorter path means that they are gone.
            remains = shared == hold.RemainsStart ? _tree.Remaining(hold.Remains, hold.RemainsTicket) : 0;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, shared + remains);
        cachedTokens = 0;
        var unheld = _tree.UnheldBlocks(entry);
        if (blocks - shared > AvailableBlocks - unheld && blocks <= AvailableBlocks)
        {
            // The last segment keeps blocks that this prompt has no use for, its own last block at least: without it, the rest fits.
            (entry, depth, remains) = (_tree.At(entry).Parent, depth - 1, 0);
            shared = _tree.ResidentBlocks(entry);
            unheld = _tree.UnheldBlocks(entry);
        }

        var fresh = blocks - shared - remains;
        if (fresh > AvailableBlocks - unheld - remains)
            return false;

        cachedTokens = Math.Min(limit, shared + remains) * BlockTokens;
        _tree.Pin(entry);
        if (remains > 0)
        {
            _tree.Reclaim(hold.Remains);
        }

        UsedBlocks += unheld + remains;
        hold = new KvHold { OwnBlocks = fresh + remains, SharedBlocks = shared, Node = entry, Depth = depth };
        Take(fresh);
        return true;
    }

    /// <summary>Gives a running sequence <paramref name="blocks"/> more blocks, or none.</summary>
    public bool TryGrow(ref KvHold hold, int blocks)
    {
        if (!TryTake(blocks))
            return false;

        Assign(ref hold, blocks);
        return true;
    }

    /// <summary>Takes blocks for sequences that grow together, or none; <see cref="Assign"/> says later whose they are.</summary>
    public bool TryTake(int blocks)
    {
        if (blocks > AvailableBlocks)
            return false;

        Take(blocks);
        return true;
    }

    /// <summary>Books blocks from <see cref="TryTake"/> on a sequence, so that it gives them back in the end.</summary>
    public static void Assign(ref KvHold hold, int blocks) => hold.OwnBlocks += blocks;

    /// <summary>Puts the leading <paramref name="tokens"/> tokens of a prompt, which are computed now, where other prompts find them.</summary>
    /// <param name="hold">Of the sequence.</param>
    /// <param name="content">As it was started with.</param>
    /// <param name="tokens">Prompt tokens computed, cached ones included.</param>
    public void Computed(ref KvHold hold, PromptContent? content, int tokens)
    {
        if (!_reusesPrefixes || content is null)
            return;

        var segments = content.Segments;
        while (true)
        {
            if (hold.Depth > 0 && !Fill(ref hold, segments[hold.Depth - 1].Tokens, tokens))
                return;

            if (hold.Depth == segments.Count)
                return;

            Descend(ref hold, segments[hold.Depth]);
        }
    }

    /// <summary>Takes all blocks of a sequence back. What <see cref="Computed"/> has put into the cache stays there until it is overwritten.</summary>
    public void Release(ref KvHold hold)
    {
        Discard(hold.OwnBlocks);
        ReleaseShared(hold.Node);
        hold = default;
    }

    /// <summary>
    /// Takes all blocks of a finished sequence back and keeps its prompt, and its answer for the prompt that continues it, if one does
    /// (<see cref="PromptContent.AnswerId"/>) and the prompt's segments are the whole prompt. The last token of an answer never gets KV cache.
    /// </summary>
    /// <param name="hold">Of the sequence.</param>
    /// <param name="content">As it was started with.</param>
    /// <param name="promptTokens">Prompt tokens.</param>
    /// <param name="answerTokens">Answer tokens.</param>
    public void Finish(ref KvHold hold, PromptContent? content, int promptTokens, int answerTokens)
    {
        Computed(ref hold, content, promptTokens);
        if (_reusesPrefixes && content is { AnswerId: not 0 } && hold.Depth == content.Segments.Count && _tree.At(hold.Node).EndTokens == promptTokens)
        {
            Descend(ref hold, new PromptSegment(content.AnswerId, answerTokens));
            Fill(ref hold, answerTokens, promptTokens + answerTokens - 1);
        }

        Release(ref hold);
    }

    /// <summary>
    /// Takes all blocks of a running sequence back, which will start again: until others need the blocks, it finds
    /// <paramref name="keptTokens"/> leading tokens again.
    /// </summary>
    /// <param name="hold">Of the sequence; remembers what is left.</param>
    /// <param name="keptTokens">Tokens that stay in the cache: all computed ones (vLLM), the prompt (SGLang), 0.</param>
    public void Preempt(ref KvHold hold, int keptTokens)
    {
        var kept = _reusesPrefixes ? Math.Clamp((keptTokens / BlockTokens) - hold.SharedBlocks, 0, hold.OwnBlocks) : 0;
        Discard(hold.OwnBlocks - kept);
        var left = new KvHold { RemainsStart = hold.SharedBlocks };
        if (kept > 0)
        {
            (left.Remains, left.RemainsTicket) = _tree.Leave(kept);
            UsedBlocks -= kept;
        }

        ReleaseShared(hold.Node);
        hold = left;
    }

    /// <summary>Moves computed blocks of the deepest segment into the cache; says whether the next segment can follow.</summary>
    private bool Fill(ref KvHold hold, int segmentTokens, int computedTokens)
    {
        ref var cached = ref _tree.At(hold.Node);
        var end = cached.StartTokens + segmentTokens;
        var target = Math.Min(computedTokens, Math.Min(end, cached.EndTokens)) / BlockTokens;
        if (target > hold.SharedBlocks)
        {
            var gained = target - hold.SharedBlocks;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(gained, hold.OwnBlocks, nameof(computedTokens));
            var added = Math.Clamp(target - _tree.ResidentBlocks(hold.Node), 0, gained);
            cached.Blocks += added;
            hold.OwnBlocks -= gained;
            hold.SharedBlocks = target;
            UsedBlocks -= gained - added;
            FreeBlocks += gained - added;
        }

        return end == cached.EndTokens && computedTokens > end;
    }

    private void Descend(ref KvHold hold, PromptSegment segment)
    {
        var before = EvictableBlocks;
        hold.Node = _tree.PinChild(hold.Node, segment);
        hold.Depth++;
        UsedBlocks += before - EvictableBlocks;
    }

    private void Take(int blocks)
    {
        if (blocks > FreeBlocks)
        {
            _tree.Evict(blocks - FreeBlocks);
            FreeBlocks = 0;
        }
        else
        {
            FreeBlocks -= blocks;
        }

        UsedBlocks += blocks;
    }

    /// <summary>Blocks without a reader are free at once while nothing waits to be overwritten before them.</summary>
    private void Discard(int blocks)
    {
        UsedBlocks -= blocks;
        if (!_tree.HasEvictable)
        {
            FreeBlocks += blocks;
        }
        else if (blocks > 0)
        {
            _tree.Discard(blocks);
        }
    }

    private void ReleaseShared(int node) => UsedBlocks -= _tree.Unpin(node);
}
