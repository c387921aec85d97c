using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Planning.Verification;

/// <summary>Requests that arrive at random, at a rate that the cluster must carry; replicas get equal shares.</summary>
internal sealed class RateLoad(IRequestLengths lengths, double clusterPerS, ulong seed) : LoadModel
{
    private const int FewestRequests = 300;
    private const int MostRequests = 4000;
    private const int RunsThrough = 10;

    /// <inheritdoc/>
    public override string Unit => "requests_per_s";

    /// <inheritdoc/>
    public override bool IsFixed => true;

    /// <inheritdoc/>
    public override double? Wanted(Survivor survivor) =>
        survivor.RequestsAtRate(PerReplica(survivor) / 1000) is null ? null : PerReplica(survivor);

    /// <inheritdoc/>
    public override double Rounded(double load, Survivor survivor) => load;

    /// <inheritdoc/>
    public override double Least(Survivor survivor) => PerReplica(survivor) / 100;

    /// <inheritdoc/>
    public override ClientLoad Requests(double load, Survivor survivor) => OpenLoop.Poisson(load).Start(new RequestPlan
    {
        Lengths = lengths,
        Seed = seed,
        Requests = Math.Clamp(RunsThrough * InFlight(load, survivor), FewestRequests, MostRequests),
    });

    /// <inheritdoc/>
    public override string Protocol(double load) => OpenLoop.Poisson(load).ToString();

    /// <inheritdoc/>
    public override double OfCluster(double load, int replicas) => load * replicas;

    /// <inheritdoc/>
    public override int InFlight(double load, Survivor survivor) => survivor.RequestsAtRate(load / 1000) ?? survivor.Requests;

    private double PerReplica(Survivor survivor) => clusterPerS / survivor.Planned.Replicas;
}
