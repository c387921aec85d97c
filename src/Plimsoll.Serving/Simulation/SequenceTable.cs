using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>All sequences in flight, in reused slots. Grows to the most that are ever in flight at once.</summary>
internal sealed class SequenceTable
{
    private Sequence[] _slots = new Sequence[256];
    private int _used;
    private int _free = Sequence.None;

    /// <summary>The sequence in a slot. The reference is good until the next <see cref="Add"/>.</summary>
    public ref Sequence this[int slot] => ref _slots[slot];

    /// <summary>Gives a request a slot.</summary>
    public int Add(in ClientRequest request)
    {
        int slot;
        if (_free != Sequence.None)
        {
            slot = _free;
            _free = _slots[slot].PeerAfter;
        }
        else
        {
            if (_used == _slots.Length)
            {
                Array.Resize(ref _slots, 2 * _used);
            }

            slot = _used++;
        }

        ref var sequence = ref _slots[slot];
        sequence = default;
        sequence.Request = request;
        sequence.StartedMs = sequence.FirstTokenMs = double.NaN;
        sequence.Target = request.Isl;
        sequence.PeerAfter = Sequence.None;
        return slot;
    }

    /// <summary>Frees a slot.</summary>
    public void Remove(int slot)
    {
        _slots[slot].Request = default;
        _slots[slot].PeerAfter = _free;
        _free = slot;
    }
}
