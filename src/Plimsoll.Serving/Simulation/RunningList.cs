namespace Plimsoll.Serving.Simulation;

/// <summary>The started sequences of a rank in the order of their start, linked through their slots.</summary>
internal sealed class RunningList(SequenceTable sequences)
{
    private int _first = Sequence.None;

    /// <summary>The one that started last, or <see cref="Sequence.None"/>.</summary>
    public int Last { get; private set; } = Sequence.None;

    /// <summary>The one that started first, or <see cref="Sequence.None"/>.</summary>
    public int First => _first;

    /// <summary>Adds one that starts now.</summary>
    public void Add(int slot)
    {
        ref var sequence = ref sequences[slot];
        sequence.Before = Last;
        sequence.After = Sequence.None;
        if (Last == Sequence.None)
        {
            _first = slot;
        }
        else
        {
            sequences[Last].After = slot;
        }

        Last = slot;
    }

    /// <summary>Takes one out.</summary>
    public void Remove(int slot)
    {
        ref var sequence = ref sequences[slot];
        if (sequence.Before == Sequence.None)
        {
            _first = sequence.After;
        }
        else
        {
            sequences[sequence.Before].After = sequence.After;
        }

        if (sequence.After == Sequence.None)
        {
            Last = sequence.Before;
        }
        else
        {
            sequences[sequence.After].Before = sequence.Before;
        }
    }
}
