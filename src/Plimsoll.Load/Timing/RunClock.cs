using System.Diagnostics;

namespace Plimsoll.Load.Timing;

/// <summary>Nanoseconds since the start of a run, from the monotonic clock, and what time of day that start was.</summary>
/// <remarks>All times of a run are on this one clock; the wall clock is read once, so a step of it cannot bend a latency.</remarks>
public sealed class RunClock
{
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly double _nsPerTick;

    /// <summary>A clock that starts now.</summary>
    public RunClock(TimeProvider time)
    {
        _time = time;
        _nsPerTick = 1e9 / time.TimestampFrequency;
        StartedAt = time.GetUtcNow();
        _origin = time.GetTimestamp();
    }

    /// <summary>The time of day at 0.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Nanoseconds since the start.</summary>
    public long Now => _nsPerTick == 1 ? _time.GetTimestamp() - _origin : (long)((_time.GetTimestamp() - _origin) * _nsPerTick);

    /// <summary>Nanoseconds since 1970 of a time of this clock.</summary>
    public long EpochNs(long ns) => ((StartedAt.Ticks - DateTime.UnixEpoch.Ticks) * 100) + ns;

    /// <summary>The time of day of a time of this clock.</summary>
    public DateTimeOffset TimeOfDay(long ns) => StartedAt.AddTicks(ns / 100);

    /// <summary>CPU time that the process has used so far.</summary>
    public static TimeSpan ProcessorTime => Process.GetCurrentProcess().TotalProcessorTime;
}
