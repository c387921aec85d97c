namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>What clients are about to send, earliest first; of equal times, the one that became due first.</summary>
internal sealed class DueTurns
{
    /// <summary>Stands for a client that begins something new, where a conversation could stand.</summary>
    public const int Fresh = -1;

    private readonly PriorityQueue<int, (double DueMs, long Order)> _turns = new();
    private long _order;

    /// <summary>How many are due, now or later.</summary>
    public int Count => _turns.Count;

    /// <summary>When the first is due, ms; infinite when none is.</summary>
    public double FirstMs => _turns.TryPeek(out _, out var due) ? due.DueMs : double.PositiveInfinity;

    /// <summary>Adds a turn of a conversation, or <see cref="Fresh"/>.</summary>
    public void Add(double dueMs, int conversation) => _turns.Enqueue(conversation, (dueMs, _order++));

    /// <summary>Takes the first.</summary>
    public int Take() => _turns.Dequeue();
}
