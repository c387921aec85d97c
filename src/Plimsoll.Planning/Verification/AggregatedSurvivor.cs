using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Planning.Verification;

/// <summary>Aggregated workers: a replica is one of them.</summary>
internal sealed class AggregatedSurvivor(AggregatedSearch search, ConfigurationBuilder builder) : Survivor
{
    /// <inheritdoc/>
    public override double RequestsPerMs(int requests) => Slots * search.Steady.At(Batch(requests)).RequestsPerMs;

    /// <inheritdoc/>
    public override PlannedConfiguration At(int requests) => builder.Aggregated(search, search.CandidateAt(Batch(requests)), detailed: true);

    /// <inheritdoc/>
    public override ServingTopology Topology(double kvFactor = 1, double linkFactor = 1) =>
        ServingTopology.Aggregated(Workers.Of(search.Worker, 1, kvFactor));

    private int Slots => search.Worker.Capacity.Slots;

    private int Batch(int requests) => Math.Max(1, requests / Slots);
}
