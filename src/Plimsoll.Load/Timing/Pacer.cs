namespace Plimsoll.Load.Timing;

/// <summary>Waits on the calling thread until a time: sleeps while there is much of it left and yields in a loop for the rest.</summary>
/// <remarks>A timer of the runtime wakes up milliseconds late; this one within microseconds where a core is free.</remarks>
public sealed class Pacer(RunClock clock)
{
    private const long CoarseNs = 1_500_000;
    private const long MarginNs = 1_000_000;

    /// <summary>Returns at <paramref name="dueNs"/>, at once when that is past; false when cancelled before.</summary>
    public bool WaitUntil(long dueNs, CancellationToken cancellation)
    {
        while (true)
        {
            var left = dueNs - clock.Now;
            if (cancellation.IsCancellationRequested)
            {
                return false;
            }

            if (left <= 0)
            {
                return true;
            }

            if (left > CoarseNs)
            {
                cancellation.WaitHandle.WaitOne((int)Math.Min((left - MarginNs) / 1_000_000, int.MaxValue));
            }
            else
            {
                Thread.Yield();
            }
        }
    }
}
