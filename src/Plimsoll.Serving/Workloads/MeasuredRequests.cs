namespace Plimsoll.Serving.Workloads;

/// <summary>The requests of a run that statistics are about; those before warm it up, those after keep the load up until it ends.</summary>
/// <param name="First">The first one that counts, by its number.</param>
/// <param name="Count">How many count.</param>
public readonly record struct MeasuredRequests(long First, long Count)
{
    /// <summary>Every request counts.</summary>
    public static MeasuredRequests All { get; } = new(0, long.MaxValue);

    /// <summary>Whether a request counts.</summary>
    public bool Contains(long id) => (ulong)(id - First) < (ulong)Count;
}
