namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary>
/// How a load is applied: when requests are sent. One of <see cref="ClosedLoop"/>, <see cref="SteadyLoop"/>, <see cref="OpenLoop"/>,
/// <see cref="Burst"/> and <see cref="TraceReplay"/>; the text of each is what <see cref="ProtocolText"/> reads.
/// </summary>
public abstract record Protocol
{
    private protected Protocol()
    {
    }

    /// <summary>Requests that count when nothing else is said.</summary>
    public abstract long DefaultRequests { get; }

    /// <summary>The clients for one run.</summary>
    public abstract ClientLoad Start(RequestPlan plan);
}
