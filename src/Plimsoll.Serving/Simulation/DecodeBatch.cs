namespace Plimsoll.Serving.Simulation;

/// <summary>
/// The sequences that decode together. As each advances by one token in every step, nothing is touched per row and step: rows are kept in
/// buckets by the step that ends them, their KV lengths as one sum, and the rows that enter a new KV block by residue class of the step number.
/// </summary>
/// <param name="sequences">All sequences.</param>
/// <param name="blockTokens">Tokens in one KV block.</param>
internal sealed class DecodeBatch(SequenceTable sequences, int blockTokens)
{
    private readonly int[] _entering = new int[blockTokens];
    private int[] _endings = NewBuckets(1024);
    private long _offset;
    private long _lastSteps;
    private int _phase;

    /// <summary>Number of the next step.</summary>
    public long NextStep { get; private set; }

    /// <summary>Sequences in the batch.</summary>
    public int Rows { get; private set; }

    /// <summary>Tokens that the rows attend to in the next step, summed: each has its cached tokens and the one it is about to write.</summary>
    public long KvTokens => _offset + (Rows * (NextStep + 1));

    /// <summary>Rows whose next token opens a new KV block.</summary>
    public int EnteringBlocks => _entering[_phase];

    /// <summary>Tokens that the rows have yet to make, summed.</summary>
    public long RemainingTokens => _lastSteps - (Rows * (NextStep - 1));

    /// <summary>Tokens of a row in the KV cache.</summary>
    public int CachedTokens(in Sequence sequence) => (int)(sequence.Target + NextStep - sequence.JoinStep);

    /// <summary>Adds a sequence that makes <paramref name="remaining"/> further tokens, at least 1.</summary>
    public void Join(int slot, int remaining)
    {
        if (remaining > _endings.Length)
        {
            Grow(remaining);
        }

        ref var sequence = ref sequences[slot];
        sequence.JoinStep = NextStep;
        sequence.LastStep = NextStep + remaining - 1;
        Rows++;
        _offset += sequence.Target - NextStep;
        _lastSteps += sequence.LastStep;
        _entering[Residue(sequence)]++;
        Link(slot, ref sequence);
    }

    /// <summary>Takes out a sequence before its end.</summary>
    public void Leave(int slot)
    {
        ref var sequence = ref sequences[slot];
        Forget(sequence);
        if (sequence.PeerAfter != Sequence.None)
        {
            sequences[sequence.PeerAfter].PeerBefore = sequence.PeerBefore;
        }

        if (sequence.PeerBefore != Sequence.None)
        {
            sequences[sequence.PeerBefore].PeerAfter = sequence.PeerAfter;
        }
        else
        {
            _endings[(int)(sequence.LastStep & (_endings.Length - 1))] = sequence.PeerAfter;
        }
    }

    /// <summary>Every row has made its token; returns the chain of those that made their last one, who have left the batch.</summary>
    public int Advance()
    {
        ref var bucket = ref _endings[(int)(NextStep & (_endings.Length - 1))];
        var ended = bucket;
        bucket = Sequence.None;
        for (var slot = ended; slot != Sequence.None; slot = sequences[slot].PeerAfter)
        {
            Forget(sequences[slot]);
        }

        NextStep++;
        _phase = _phase + 1 == blockTokens ? 0 : _phase + 1;
        return ended;
    }

    private void Forget(in Sequence sequence)
    {
        Rows--;
        _offset -= sequence.Target - sequence.JoinStep;
        _lastSteps -= sequence.LastStep;
        _entering[Residue(sequence)]--;
    }

    private int Residue(in Sequence sequence)
    {
        var residue = (int)((sequence.JoinStep - sequence.Target) % blockTokens);
        return residue < 0 ? residue + blockTokens : residue;
    }

    private void Link(int slot, ref Sequence sequence)
    {
        ref var bucket = ref _endings[(int)(sequence.LastStep & (_endings.Length - 1))];
        sequence.PeerBefore = Sequence.None;
        sequence.PeerAfter = bucket;
        if (bucket != Sequence.None)
        {
            sequences[bucket].PeerBefore = slot;
        }

        bucket = slot;
    }

    private void Grow(int remaining)
    {
        var old = _endings;
        _endings = NewBuckets((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)remaining));
        foreach (var head in old)
        {
            for (var slot = head; slot != Sequence.None;)
            {
                ref var sequence = ref sequences[slot];
                var next = sequence.PeerAfter;
                Link(slot, ref sequence);
                slot = next;
            }
        }
    }

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, Sequence.None);
        return buckets;
    }
}
