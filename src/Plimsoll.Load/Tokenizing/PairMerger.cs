using System.Buffers;

namespace Plimsoll.Load.Tokenizing;

/// <summary>Byte-pair encoding of one word: of all neighbours that merge, those of the lowest rank merge first, the leftmost of equals.</summary>
internal sealed class PairMerger(Vocabulary vocabulary)
{
    // Words are short: up to here scanning all neighbours after each merge is faster than keeping them sorted.
    private const int LongestScanned = 96;

    /// <summary>Appends the tokens of a word.</summary>
    /// <exception cref="TokenizerException">A byte has no token.</exception>
    public void Encode(ReadOnlySpan<byte> word, List<int> tokens)
    {
        var rented = ArrayPool<int>.Shared.Rent(word.Length);
        var symbols = rented.AsSpan(0, word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            symbols[i] = vocabulary.OfByte(word[i]);
            if (symbols[i] < 0)
            {
                throw new TokenizerException($"the vocabulary has no token for the byte 0x{word[i]:x2}");
            }
        }

        if (word.Length <= LongestScanned)
        {
            var left = Scan(symbols);
            tokens.AddRange(symbols[..left]);
        }
        else
        {
            MergeQueued(symbols, tokens);
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    private int Scan(Span<int> symbols)
    {
        var count = symbols.Length;
        while (count > 1)
        {
            var (best, at) = (new Merge(int.MaxValue, 0), -1);
            for (var i = 0; i + 1 < count; i++)
            {
                if (vocabulary.TryMerge(symbols[i], symbols[i + 1], out var merge) && merge.Rank < best.Rank)
                {
                    (best, at) = (merge, i);
                }
            }

            if (at < 0)
            {
                break;
            }

            symbols[at] = best.Token;
            symbols[(at + 2)..count].CopyTo(symbols[(at + 1)..]);
            count--;
        }

        return count;
    }

    /// <summary>The same with a queue of candidate merges, so that a word of n bytes takes n·log n.</summary>
    private void MergeQueued(ReadOnlySpan<int> symbols, List<int> tokens)
    {
        var count = symbols.Length;
        var (token, next, previous) = (symbols.ToArray(), new int[count], new int[count]);
        var queue = new PriorityQueue<(int Left, int LeftToken, int RightToken, int Into), (int Rank, int At)>();
        for (var i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
        }

        for (var i = 0; i + 1 < count; i++)
        {
            Offer(i);
        }

        while (queue.TryDequeue(out var candidate, out _))
        {
            var left = candidate.Left;
            var right = token[left] < 0 ? count : next[left];
            if (right >= count || token[left] != candidate.LeftToken || token[right] != candidate.RightToken)
            {
                continue;
            }

            token[left] = candidate.Into;
            token[right] = -1;
            next[left] = next[right];
            if (next[left] < count)
            {
                previous[next[left]] = left;
                Offer(left);
            }

            if (previous[left] >= 0)
            {
                Offer(previous[left]);
            }
        }

        for (var i = 0; i < count; i = next[i])
        {
            tokens.Add(token[i]);
        }

        void Offer(int left)
        {
            if (vocabulary.TryMerge(token[left], token[next[left]], out var merge))
            {
                queue.Enqueue((left, token[left], token[next[left]], merge.Token), (merge.Rank, left));
            }
        }
    }
}
