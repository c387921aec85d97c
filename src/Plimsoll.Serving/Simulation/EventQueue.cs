namespace Plimsoll.Serving.Simulation;

/// <summary>
/// The agenda of a run: a binary heap ordered by time, then by kind (outputs before arrivals before steps, so that a step sees everything
/// that happened up to its very moment), then by the order of scheduling. Grows to its peak and allocates nothing after that.
/// </summary>
internal sealed class EventQueue
{
    private const int KindShift = 56;
    private SimulationEvent[] _heap = new SimulationEvent[64];
    private int _count;
    private ulong _scheduled;

    /// <summary>When the next event is due; infinite when there is none.</summary>
    public double NextMs => _count == 0 ? double.PositiveInfinity : _heap[0].TimeMs;

    /// <summary>Puts an event on the agenda.</summary>
    public void Schedule(double timeMs, SimulationEventKind kind, int worker, int subject)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * _count);
        }

        var order = ((ulong)kind << KindShift) | _scheduled++;
        var item = new SimulationEvent(timeMs, order, worker, subject);
        var heap = _heap;
        var at = _count++;
        while (at > 0)
        {
            var parent = (at - 1) >> 1;
            if (!Precedes(item, heap[parent]))
            {
                break;
            }

            heap[at] = heap[parent];
            at = parent;
        }

        heap[at] = item;
    }

    /// <summary>Takes the next event.</summary>
    public SimulationEvent Take(out SimulationEventKind kind)
    {
        var heap = _heap;
        var first = heap[0];
        var last = heap[--_count];
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && Precedes(heap[child + 1], heap[child]))
            {
                child++;
            }

            if (!Precedes(heap[child], last))
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = last;
        kind = (SimulationEventKind)(first.Order >> KindShift);
        return first;
    }

    private static bool Precedes(in SimulationEvent a, in SimulationEvent b) =>
        a.TimeMs < b.TimeMs || (a.TimeMs == b.TimeMs && a.Order < b.Order);
}
