namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>The rows of a trace, one after the other; rows with problems are reported and left out.</summary>
internal abstract class TraceRows : IDisposable
{
    /// <summary>What was left out or estimated so far, one sentence each.</summary>
    public virtual IEnumerable<string> Notes => [];

    /// <summary>Moves on; false at the end.</summary>
    public abstract bool Read(out TraceRow row);

    /// <inheritdoc/>
    public abstract void Dispose();
}
