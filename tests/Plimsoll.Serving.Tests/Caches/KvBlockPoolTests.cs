using Plimsoll.Serving.Caches;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Caches;

public sealed class KvBlockPoolTests
{
    private static readonly PromptContent Chat = new([new(1, 100), new(2, 60)], AnswerId: 3);

    [Fact]
    public void A_repeated_prompt_hits_all_whole_blocks_except_that_of_its_last_token()
    {
        var pool = new KvBlockPool(1000, 16);
        Serve(pool, new([new(7, 4000)]), 4000);
        Assert.Equal(3984, pool.Match(new([new(7, 4000)]), 4000));
        Assert.Equal(4000, pool.Match(new([new(7, 4000), new(8, 5)]), 4005));
    }

    [Fact]
    public void Blocks_of_one_token_hit_all_but_the_last_token()
    {
        var pool = new KvBlockPool(1000, 1);
        Serve(pool, Chat, 160);
        Assert.Equal(159, pool.Match(Chat, 160));
    }

    [Fact]
    public void A_prompt_hits_what_it_shares_in_whole_blocks()
    {
        var pool = new KvBlockPool(1000, 16);
        Serve(pool, Chat, 160);
        Assert.Equal(96, pool.Match(new([new(1, 100), new(9, 60)]), 160));
        Assert.Equal(0, pool.Match(new([new(2, 60)]), 60));
        Assert.Equal(0, pool.Match(null, 160));
    }

    [Fact]
    public void The_next_turn_finds_prompt_and_answer_except_the_answers_last_token()
    {
        var pool = new KvBlockPool(1000, 1);
        Serve(pool, Chat, 160, 40);
        Assert.Equal(199, pool.Match(new([.. Chat.Segments, new(3, 40), new(4, 10)]), 210));
    }

    [Fact]
    public void Prompts_that_run_side_by_side_share_blocks_once_both_are_computed()
    {
        var pool = new KvBlockPool(100, 16);
        KvHold first = default, second = default;
        Assert.True(pool.TryStart(ref first, Chat, 160, 10, out var cached));
        Assert.True(pool.TryStart(ref second, Chat, 160, 10, out var alsoCached));
        Assert.Equal((0, 0, 20), (cached, alsoCached, pool.UsedBlocks));
        pool.Computed(ref first, Chat, 160);
        pool.Computed(ref second, Chat, 160);
        Assert.Equal((10, 90), (pool.UsedBlocks, pool.FreeBlocks));
        pool.Release(ref first);
        Assert.Equal(10, pool.UsedBlocks);
        pool.Release(ref second);
        Assert.Equal((0, 10, 90), (pool.UsedBlocks, pool.EvictableBlocks, pool.FreeBlocks));
    }

    [Fact]
    public void A_chunk_is_found_before_the_prompt_is_complete()
    {
        var pool = new KvBlockPool(100, 16);
        KvHold hold = default;
        Assert.True(pool.TryStart(ref hold, Chat, 160, 10, out _));
        pool.Computed(ref hold, Chat, 50);
        Assert.Equal(48, pool.Match(Chat, 160));
        pool.Computed(ref hold, Chat, 120);
        Assert.Equal(112, pool.Match(Chat, 160));
    }

    [Fact]
    public void The_longest_unused_prefix_is_overwritten_first_and_from_its_end()
    {
        var pool = new KvBlockPool(20, 16);
        var (old, recent) = (new PromptContent([new(1, 80)]), new PromptContent([new(2, 80)]));
        Serve(pool, old, 80);
        Serve(pool, recent, 80);
        Serve(pool, old, 80);
        KvHold hold = default;
        Assert.True(pool.TryStart(ref hold, null, 12 * 16, 12, out _));
        Assert.Equal((64, 48), (pool.Match(old, 80), pool.Match(recent, 80)));
    }

    [Fact]
    public void Blocks_of_prompts_that_nobody_shares_wait_their_turn_to_be_overwritten()
    {
        var pool = new KvBlockPool(20, 16);
        var shared = new PromptContent([new(1, 80)]);
        KvHold other = default;
        Assert.True(pool.TryStart(ref other, null, 160, 10, out _));
        Serve(pool, shared, 80);
        pool.Release(ref other);

        // 5 blocks were never used, the next 5 are the prefix, released before the other 10.
        KvHold hold = default;
        Assert.True(pool.TryStart(ref hold, null, 160, 10, out _));
        Assert.Equal(0, pool.Match(shared, 80));
    }

    [Fact]
    public void A_prefix_in_use_is_never_overwritten()
    {
        var pool = new KvBlockPool(10, 16);
        KvHold user = default, other = default;
        Assert.True(pool.TryStart(ref user, Chat, 160, 10, out _));
        pool.Computed(ref user, Chat, 160);
        Assert.False(pool.TryStart(ref other, null, 16, 1, out _));
        Assert.False(pool.TryGrow(ref user, 1));
        pool.Release(ref user);
        Assert.True(pool.TryStart(ref other, null, 160, 10, out _));
    }

    [Fact]
    public void A_refused_start_changes_nothing()
    {
        var pool = new KvBlockPool(12, 16);
        Serve(pool, Chat, 160);
        KvHold hold = default;
        Assert.False(pool.TryStart(ref hold, Chat, 160, 13, out var cached));
        Assert.Equal((0, 0, 10, 2), (cached, hold.Blocks, pool.EvictableBlocks, pool.FreeBlocks));
        Assert.Equal(144, pool.Match(Chat, 160));
    }

    [Fact]
    public void A_repeated_prompt_that_fills_the_whole_cache_starts_again()
    {
        var pool = new KvBlockPool(10, 16);
        Serve(pool, Chat, 160);
        KvHold hold = default;
        Assert.True(pool.TryStart(ref hold, Chat, 160, 10, out var cached));
        Assert.Equal((96, 10), (cached, pool.UsedBlocks));
    }

    [Theory]
    [InlineData(0, 192)]
    [InlineData(10, 192)]
    [InlineData(14, 128)]
    [InlineData(40, 0)]
    public void A_preempted_sequence_finds_what_others_have_not_overwritten(int blocksTaken, int expected)
    {
        var pool = new KvBlockPool(22, 16);
        KvHold hold = default, other = default;
        Assert.True(pool.TryStart(ref hold, null, 192, 12, out _));
        Assert.True(pool.TryGrow(ref hold, 1));
        pool.Preempt(ref hold, keptTokens: 200);
        Assert.Equal((0, 22), (hold.Blocks, pool.AvailableBlocks));
        Assert.True(pool.TryStart(ref other, null, blocksTaken + 1, Math.Min(blocksTaken, 22), out _));
        pool.Release(ref other);
        Assert.True(pool.TryStart(ref hold, null, 201, 13, out var cached));
        Assert.Equal((expected, 13), (cached, hold.Blocks));
    }

    [Fact]
    public void A_preempted_sequence_of_a_shared_prompt_finds_its_prompt_and_its_answer()
    {
        var pool = new KvBlockPool(40, 16);
        KvHold hold = default;
        Assert.True(pool.TryStart(ref hold, Chat, 160, 10, out _));
        pool.Computed(ref hold, Chat, 160);
        Assert.True(pool.TryGrow(ref hold, 3));
        pool.Preempt(ref hold, keptTokens: 200);
        Assert.True(pool.TryStart(ref hold, Chat, 201, 13, out var cached));
        Assert.Equal((192, 13), (cached, pool.UsedBlocks));
        pool.Finish(ref hold, Chat, 160, 60);
        Assert.Equal((0, 40), (pool.UsedBlocks, pool.AvailableBlocks));
    }

    [Fact]
    public void Blocks_taken_for_a_batch_come_back_from_the_sequences_that_they_are_assigned_to()
    {
        var pool = new KvBlockPool(10, 16);
        KvHold first = default, second = default;
        Assert.True(pool.TryStart(ref first, null, 16, 1, out _));
        Assert.True(pool.TryStart(ref second, null, 16, 1, out _));
        Assert.True(pool.TryTake(3));
        Assert.False(pool.TryTake(6));
        KvBlockPool.Assign(ref first, 1);
        KvBlockPool.Assign(ref second, 2);
        pool.Release(ref first);
        Assert.Equal((3, 7), (pool.UsedBlocks, pool.FreeBlocks));
        pool.Release(ref second);
        Assert.Equal((0, 10), (pool.UsedBlocks, pool.FreeBlocks));
    }

    [Fact]
    public void Without_reuse_nothing_is_found()
    {
        var pool = new KvBlockPool(40, 16, reusesPrefixes: false);
        Serve(pool, Chat, 160, 40);
        Assert.Equal((0, 40), (pool.Match(Chat, 160), pool.FreeBlocks));
    }

    [Fact]
    public void Sequences_without_contents_allocate_nothing()
    {
        var pool = new KvBlockPool(1000, 16);
        Serve(pool, null, 160);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Serve(pool, null, 160);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Serve(KvBlockPool pool, PromptContent? content, int isl, int osl = 1)
    {
        KvHold hold = default;
        Assert.True(pool.TryStart(ref hold, content, isl, pool.BlocksFor(isl + osl - 1), out _));
        pool.Computed(ref hold, content, isl);
        pool.Finish(ref hold, content, isl, osl);
    }
}
