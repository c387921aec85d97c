namespace Plimsoll.Serving.Statistics;

/// <summary>
/// The busy time of one worker, and what it held meanwhile, as integrals over time. Steps that overlap (pipeline stages) count once.
/// An idle worker holds nothing.
/// </summary>
internal struct WorkerClock
{
    private double _endMs;

    /// <summary>Time in which it was stepping, ms.</summary>
    public double BusyMs { get; private set; }

    /// <summary>Share of the KV cache in use, times ms.</summary>
    public double KvUse { get; private set; }

    /// <summary>Requests in the queue, times ms.</summary>
    public double Waiting { get; private set; }

    /// <summary>Running sequences, times ms.</summary>
    public double Running { get; private set; }

    /// <summary>Adds a step that began no earlier than <paramref name="fromMs"/>, or the part of it after that.</summary>
    public void Add(in Simulation.StepOutcome step, double fromMs)
    {
        var endMs = step.StartMs + step.DurationMs;
        var newMs = endMs - Math.Max(fromMs, Math.Max(step.StartMs, _endMs));
        _endMs = Math.Max(_endMs, endMs);
        if (newMs <= 0)
        {
            return;
        }

        BusyMs += newMs;
        KvUse += newMs * step.KvUse;
        Waiting += newMs * step.Waiting;
        Running += newMs * step.Running;
    }
}
