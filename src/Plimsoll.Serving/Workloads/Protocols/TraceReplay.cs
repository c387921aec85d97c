using Plimsoll.Serving.Workloads.Sources;
using Plimsoll.Serving.Workloads.Traces;

namespace Plimsoll.Serving.Workloads.Protocols;

/// <summary><c>trace:FILE</c>: the requests of a file at their times. Lengths and contents are the file's; what the plan says about them is not used.</summary>
/// <param name="Trace">The checked file.</param>
public sealed record TraceReplay(TraceFile Trace) : Protocol
{
    /// <inheritdoc/>
    public override long DefaultRequests => Trace.Requests;

    /// <inheritdoc/>
    public override ClientLoad Start(RequestPlan plan)
    {
        var requests = Math.Min(plan.Requests ?? DefaultRequests, Trace.Requests);
        return new ClientLoad(new TraceSource(Trace, requests), new MeasuredRequests(0, requests));
    }

    /// <summary>The text that is parsed back.</summary>
    public override string ToString() => $"trace:{Trace.Path}";
}
