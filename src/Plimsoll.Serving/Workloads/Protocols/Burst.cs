using Plimsoll.Serving.Workloads.Sources;

namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary><c>burst</c>: all requests at once.</summary>
public sealed record Burst : Protocol
{
    private const int RequestsOfARun = 1000;

    /// <inheritdoc/>
    public override long DefaultRequests => RequestsOfARun;

    /// <inheritdoc/>
    public override ClientLoad Start(RequestPlan plan)
    {
        var requests = plan.Requests ?? DefaultRequests;
        return new ClientLoad(new OpenSource(null, requests, plan), new MeasuredRequests(0, requests));
    }

    /// <summary>The text that is parsed back.</summary>
    public override string ToString() => "burst";
}
