using Plimsoll.Serving.Workloads.Sources;

namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary>
/// <c>steady:c</c>: c clients as in <see cref="ClosedLoop"/>, seen in the middle of a long run. Their first requests are caught under way, each
/// at a random place of its answer, and warm the run up; after the requests that count, clients go on until the last of these is answered.
/// </summary>
/// <param name="Clients">Requests in flight, at least 1.</param>
public sealed record SteadyLoop(int Clients) : Protocol
{
    private const int RequestsPerClient = 10;

    /// <inheritdoc/>
    public override long DefaultRequests => (long)RequestsPerClient * Clients;

    /// <inheritdoc/>
    public override ClientLoad Start(RequestPlan plan)
    {
        var measured = new MeasuredRequests(Clients, plan.Requests ?? DefaultRequests);
        return new ClientLoad(new SteadySource(Clients, measured, plan), measured);
    }

    /// <summary>The text that is parsed back.</summary>
    public override string ToString() => $"steady:{Clients}";
}
