using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Serving.Caches;
using Plimsoll.Serving.Workloads;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Caches;

public sealed class KvBlockPoolPropertyTests
{
    /// <summary>In a cache that barely holds a prompt, its last cached segment may have to go to make room for the rest of it.</summary>
    private const int LongestSegment = 40;

    /// <summary>Few segments of a few lengths, so that prompts share much; the length follows from the id.</summary>
    private static readonly Gen<PromptContent?> Contents =
        from ids in Gen.Choose(1, 4).ListOf().Resize(5)
        from answer in Gen.Choose(0, 4)
        from unique in Gen.Choose(0, 4)
        select unique == 0 || ids.Count == 0
            ? null
            : new PromptContent([.. ids.Select(id => new PromptSegment((ulong)id, Length(id)))], (ulong)answer);

    private static readonly Gen<Act> Acts =
        from kind in Gen.Choose(0, 5)
        from which in Gen.Choose(0, 7)
        from tokens in Gen.Choose(1, 60)
        from content in Contents
        select new Act(kind, which, tokens, content);

    private static readonly Gen<(int Blocks, int BlockTokens, IList<Act> Acts)> Runs =
        from blocks in Gen.Choose(1, 60)
        from blockTokens in Gen.Elements(1, 4, 16)
        from acts in Acts.ListOf().Resize(80)
        select (blocks, blockTokens, (IList<Act>)acts);

    [Fact]
    public void No_block_is_lost_or_counted_twice_whatever_happens() =>
        Properties.Check(Runs, run => new Play(run.Blocks, run.BlockTokens).Holds(run.Acts), 1000);

    [Fact]
    public void A_cache_that_never_fills_finds_exactly_what_was_computed() =>
        Properties.Check(Runs, run => new Play(100_000, run.BlockTokens).Holds(run.Acts), 300);

    private static int Length(int id) => 3 + (id * id * 5 % 37);

    private sealed record Act(int Kind, int Which, int Tokens, PromptContent? Content);

    /// <summary>A sequence with its prompt token by token.</summary>
    private sealed class Sequence
    {
        public KvHold Hold;

        public required PromptContent? Content { get; init; }

        public required List<ulong> Tokens { get; init; }

        public int Computed { get; set; }

        public bool Running { get; set; }

        public int Answer { get; set; }
    }

    /// <summary>Plays acts on a pool and compares with a record of every text that was ever computed.</summary>
    private sealed class Play(int blocks, int blockTokens)
    {
        private readonly KvBlockPool _pool = new(blocks, blockTokens);
        private readonly List<ulong[]> _computed = [];
        private readonly Sequence?[] _sequences = new Sequence?[8];
        private ulong _unique = 1_000_000;

        public bool Holds(IList<Act> acts) => acts.All(act => Do(act) && Balanced()) && EmptiesCompletely();

        private bool Do(Act act)
        {
            var sequence = _sequences[act.Which];
            switch (act.Kind)
            {
                case 0 or 1 when sequence is null:
                    _sequences[act.Which] = sequence = New(act);
                    return Start(sequence);
                case 0 or 1 when !sequence!.Running:
                    return Start(sequence);
                case 2 when sequence is { Running: true }:
                    return Compute(sequence, act.Tokens);
                case 3 when sequence is { Running: true } && sequence.Computed >= sequence.Tokens.Count:
                    return Answer(sequence, act.Tokens);
                case 4 when sequence is { Running: true }:
                    _pool.Preempt(ref sequence.Hold, sequence.Computed);
                    (sequence.Running, sequence.Computed) = (false, 0);
                    return sequence.Hold.Blocks == 0;
                case 5 when sequence is { Running: true }:
                    Finish(sequence);
                    _sequences[act.Which] = null;
                    return sequence.Hold.Blocks == 0;
                default:
                    return true;
            }
        }

        private Sequence New(Act act)
        {
            var tokens = new List<ulong>();
            foreach (var segment in act.Content?.Segments ?? [])
            {
                tokens.AddRange(Enumerable.Range(0, segment.Tokens).Select(i => (segment.Id * 1000) + (ulong)i));
            }

            tokens.AddRange(Enumerable.Range(0, act.Content is null ? act.Tokens : act.Tokens % 3).Select(_ => _unique++));
            return new Sequence { Content = act.Content, Tokens = tokens };
        }

        private bool Start(Sequence sequence)
        {
            var total = sequence.Tokens.Count + sequence.Answer;
            var again = sequence.Answer > 0;
            var match = _pool.Match(sequence.Content, total);
            var available = _pool.AvailableBlocks;
            var started = _pool.TryStart(ref sequence.Hold, sequence.Content, total, _pool.BlocksFor(total), out var cached);
            sequence.Running = started;
            sequence.Computed = cached;
            if (!started)
                return cached == 0 && _pool.AvailableBlocks == available && _pool.BlocksFor(total) > available;

            var known = sequence.Content is null ? 0 : Known(sequence.Tokens);
            return cached < total && cached % blockTokens == 0 && sequence.Hold.Blocks == _pool.BlocksFor(total)
                && match <= known
                && (cached >= match || available < _pool.BlocksFor(total) + _pool.BlocksFor(LongestSegment))
                && (blocks < 100_000 || again || match == Math.Min(known, total - 1) / blockTokens * blockTokens);
        }

        private bool Compute(Sequence sequence, int tokens)
        {
            sequence.Computed = Math.Min(sequence.Tokens.Count + sequence.Answer, sequence.Computed + tokens);
            var prompt = Math.Min(sequence.Computed, sequence.Tokens.Count);
            _pool.Computed(ref sequence.Hold, sequence.Content, prompt);
            Remember(sequence.Content, sequence.Tokens.Take(Math.Min(prompt, sequence.Content?.Segments.Sum(s => s.Tokens) ?? 0)));
            return sequence.Hold.Blocks == _pool.BlocksFor(sequence.Tokens.Count + sequence.Answer);
        }

        private bool Answer(Sequence sequence, int tokens)
        {
            var more = _pool.BlocksFor(sequence.Tokens.Count + sequence.Answer + tokens) - sequence.Hold.Blocks;
            var fits = more <= _pool.AvailableBlocks;
            if (_pool.TryGrow(ref sequence.Hold, more) != fits)
                return false;

            if (fits)
            {
                sequence.Answer += tokens;
                sequence.Computed = sequence.Tokens.Count + sequence.Answer - 1;
            }

            return true;
        }

        private void Finish(Sequence sequence)
        {
            // Answers are like no prompt's segments here, unless their id and length happen to be a segment's.
            var answers = sequence.Content is { AnswerId: > 0 } content && sequence.Answer == Length((int)content.AnswerId)
                && sequence.Computed >= sequence.Tokens.Count + sequence.Answer - 1;
            if (answers && sequence.Tokens.Count == sequence.Content!.Segments.Sum(s => s.Tokens))
            {
                var id = sequence.Content!.AnswerId * 1000;
                Remember(sequence.Content, sequence.Tokens.Concat(Enumerable.Range(0, sequence.Answer - 1).Select(i => id + (ulong)i)));
                _pool.Finish(ref sequence.Hold, sequence.Content, sequence.Tokens.Count, sequence.Answer);
            }
            else
            {
                _pool.Release(ref sequence.Hold);
            }
        }

        private void Remember(PromptContent? content, IEnumerable<ulong> tokens)
        {
            if (content is not null)
            {
                _computed.Add([.. tokens]);
            }
        }

        /// <summary>The longest start of a prompt that was ever computed.</summary>
        private int Known(List<ulong> tokens) =>
            _computed.Count == 0 ? 0 : _computed.Max(text => text.Zip(tokens).TakeWhile(pair => pair.First == pair.Second).Count());

        private bool Balanced()
        {
            var running = _sequences.Where(s => s is { Running: true }).ToList();
            var own = running.Sum(s => s!.Hold.OwnBlocks);
            var all = running.Sum(s => s!.Hold.Blocks);
            return _pool.FreeBlocks >= 0 && _pool.EvictableBlocks >= 0 && running.All(s => s!.Hold.OwnBlocks >= 0 && s.Hold.SharedBlocks >= 0)
                && _pool.UsedBlocks + _pool.EvictableBlocks + _pool.FreeBlocks == blocks
                && _pool.UsedBlocks >= own && (running.Any(s => s!.Content is not null) || _pool.UsedBlocks == all);
        }

        private bool EmptiesCompletely()
        {
            foreach (var sequence in _sequences)
            {
                if (sequence is { Running: true })
                {
                    _pool.Release(ref sequence.Hold);
                }
            }

            KvHold everything = default;
            return _pool.UsedBlocks == 0 && _pool.AvailableBlocks == blocks
                && _pool.TryStart(ref everything, null, 1, blocks, out _) && _pool.UsedBlocks == blocks && _pool.FreeBlocks == 0;
        }
    }
}
