namespace Plimsoll.Serving.Workloads;

/// <summary>The clients of one run, and which of their requests count.</summary>
/// <param name="Source">The clients; for one run.</param>
/// <param name="Measured">The requests that statistics are about.</param>
public sealed record ClientLoad(IRequestSource Source, MeasuredRequests Measured) : IDisposable
{
    /// <summary>Closes the trace that the clients read, if any.</summary>
    public void Dispose() => (Source as IDisposable)?.Dispose();
}
