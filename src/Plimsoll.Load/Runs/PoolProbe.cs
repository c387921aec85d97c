using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Runs;

/// <summary>Asks the thread pool every few milliseconds for a thread and notes how long that takes: answers wait as long to be read.</summary>
public sealed class PoolProbe : IDisposable
{
    private const int PeriodMs = 10;
    private readonly RunClock _clock;
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;

    /// <summary>Begins to probe.</summary>
    public PoolProbe(RunClock clock)
    {
        _clock = clock;
        _thread = new Thread(Probe) { IsBackground = true, Name = "pool probe" };
        _thread.Start();
    }

    /// <summary>How long work waited for a thread.</summary>
    public LatencyHistogram Delay { get; } = new();

    /// <summary>Ends probing.</summary>
    public void Dispose()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
    }

    private void Probe()
    {
        while (!_over.Wait(PeriodMs))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Probe.Delay.Add(state.Probe._clock.Now - state.AskedNs), (Probe: this, AskedNs: _clock.Now), preferLocal: false);
        }
    }
}
