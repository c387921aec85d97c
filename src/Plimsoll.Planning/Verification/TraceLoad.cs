using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Planning.Verification;

/// <summary>A recorded trace that the cluster must carry: each of n replicas gets every n-th request; load is the speed at which it is replayed.</summary>
internal sealed class TraceLoad(TraceReplay trace, IRequestLengths lengths, double clusterPerMs) : LoadModel
{
    /// <inheritdoc/>
    public override string Unit => "trace_speed";

    /// <inheritdoc/>
    public override bool IsFixed => true;

    /// <inheritdoc/>
    public override double? Wanted(Survivor survivor) => 1;

    /// <inheritdoc/>
    public override double Rounded(double load, Survivor survivor) => load;

    /// <inheritdoc/>
    public override double Least(Survivor survivor) => 0.01;

    /// <inheritdoc/>
    public override ClientLoad Requests(double load, Survivor survivor) =>
        new(new ThinnedSource(trace.Start(new RequestPlan { Lengths = lengths }).Source, survivor.Planned.Replicas, load), MeasuredRequests.All);

    /// <inheritdoc/>
    public override string Protocol(double load) => FormattableString.Invariant($"{trace} at {load:0.##} times its speed");

    /// <inheritdoc/>
    public override double OfCluster(double load, int replicas) => load;

    /// <inheritdoc/>
    public override int InFlight(double load, Survivor survivor) =>
        survivor.RequestsAtRate(load * clusterPerMs / survivor.Planned.Replicas) ?? survivor.Requests;
}
