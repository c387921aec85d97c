using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Planning.Verification;

/// <summary>As many clients as the targets allow, each sending its next request when it has its answer.</summary>
/// <param name="lengths">The lengths of requests.</param>
/// <param name="steady">Whether clients are seen in the middle of a long run; otherwise all start at once, as in the generated benchmark.</param>
/// <param name="seed">Decides everything random.</param>
internal sealed class ClosedLoad(IRequestLengths lengths, bool steady, ulong seed) : LoadModel
{
    /// <inheritdoc/>
    public override string Unit => "concurrency";

    /// <inheritdoc/>
    public override bool IsFixed => false;

    /// <inheritdoc/>
    public override double? Wanted(Survivor survivor) => survivor.Requests;

    /// <inheritdoc/>
    public override double Rounded(double load, Survivor survivor) => Math.Max(survivor.Step, Math.Floor(load / survivor.Step) * survivor.Step);

    /// <inheritdoc/>
    public override double Least(Survivor survivor) => survivor.Step;

    /// <inheritdoc/>
    public override ClientLoad Requests(double load, Survivor survivor) =>
        Loop(load).Start(new RequestPlan { Lengths = lengths, Seed = seed });

    /// <inheritdoc/>
    public override string Protocol(double load) => Loop(load).ToString();

    /// <inheritdoc/>
    public override double OfCluster(double load, int replicas) => load * replicas;

    /// <inheritdoc/>
    public override int InFlight(double load, Survivor survivor) => (int)load;

    private Protocol Loop(double load) => steady ? new SteadyLoop((int)load) : new ClosedLoop((int)load);
}
