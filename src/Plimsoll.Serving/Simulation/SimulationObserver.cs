namespace Plimsoll.Serving.Simulation;

/// <summary>Watches a simulation. Everything that is reported of one is computed by an observer; overriding nothing costs nothing.</summary>
public abstract class SimulationObserver
{
    /// <summary>A request reached its worker's scheduler.</summary>
    public virtual void RequestQueued(long id, int worker, double nowMs)
    {
    }

    /// <summary>A request's first step begins (again after a preemption).</summary>
    public virtual void RequestStarted(long id, int worker, double nowMs)
    {
    }

    /// <summary>A request lost its KV cache and waits again.</summary>
    public virtual void RequestPreempted(long id, int worker, double nowMs)
    {
    }

    /// <summary>A prompt's KV cache moved from a prefill to a decode worker.</summary>
    public virtual void KvTransferred(long id, int fromWorker, int toWorker, double startMs, double endMs, double bytes)
    {
    }

    /// <summary>A request is finished.</summary>
    public virtual void RequestFinished(in RequestOutcome outcome)
    {
    }

    /// <summary>So many tokens reached their clients <paramref name="gapMs"/> after the one before in the same answer.</summary>
    public virtual void TokenGaps(double gapMs, int count)
    {
    }

    /// <summary>A step ended.</summary>
    public virtual void StepFinished(in StepOutcome step)
    {
    }
}
