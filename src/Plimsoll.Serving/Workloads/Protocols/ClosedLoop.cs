using Plimsoll.Serving.Workloads.Sources;

namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary>
/// <c>closed:c</c>: c clients that all send at once at the start, and each its next request when it has the answer: what benchmark tools do
/// at a given concurrency. Every request counts, also those of the first burst and of the end, when clients stop one by one.
/// </summary>
/// <param name="Clients">Requests in flight, at least 1.</param>
public sealed record ClosedLoop(int Clients) : Protocol
{
    private const int RequestsPerClient = 10;

    /// <inheritdoc/>
    public override long DefaultRequests => (long)RequestsPerClient * Clients;

    /// <inheritdoc/>
    public override ClientLoad Start(RequestPlan plan)
    {
        var requests = plan.Requests ?? DefaultRequests;
        return new ClientLoad(new ClosedSource(Clients, requests, plan), new MeasuredRequests(0, requests));
    }

    /// <summary>The text that is parsed back.</summary>
    public override string ToString() => $"closed:{Clients}";
}
