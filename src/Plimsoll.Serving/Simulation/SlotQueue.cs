namespace Plimsoll.Serving.Simulation;

/// <summary>A queue of slots that also takes at its front. A ring that grows to its peak.</summary>
internal sealed class SlotQueue
{
    private int[] _ring = new int[64];
    private int _head;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>The one at <paramref name="index"/> from the front.</summary>
    public int this[int index]
    {
        get => _ring[(_head + index) & (_ring.Length - 1)];
        set => _ring[(_head + index) & (_ring.Length - 1)] = value;
    }

    /// <summary>Appends at the back.</summary>
    public void AddLast(int slot)
    {
        Reserve();
        _ring[(_head + Count++) & (_ring.Length - 1)] = slot;
    }

    /// <summary>Puts before all others.</summary>
    public void AddFirst(int slot)
    {
        Reserve();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = slot;
        Count++;
    }

    /// <summary>Drops the front.</summary>
    public void RemoveFirst()
    {
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    /// <summary>Drops everything behind the first <paramref name="count"/>.</summary>
    public void Truncate(int count) => Count = count;

    private void Reserve()
    {
        if (Count < _ring.Length)
        {
            return;
        }

        var larger = new int[2 * Count];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        (_ring, _head) = (larger, 0);
    }
}
