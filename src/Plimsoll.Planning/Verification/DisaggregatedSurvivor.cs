using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Search;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Planning.Verification;

/// <summary>Disaggregated workers: a replica is some prefill and some decode workers and the link between them.</summary>
internal sealed class DisaggregatedSurvivor(DisaggregatedCandidate candidate, ConfigurationBuilder builder) : Survivor
{
    /// <inheritdoc/>
    public override double RequestsPerMs(int requests) => candidate.Steady.At(requests).RequestsPerMs;

    /// <inheritdoc/>
    public override PlannedConfiguration At(int requests) =>
        builder.Disaggregated(candidate with { Point = candidate.Steady.At(requests) }, detailed: true);

    /// <inheritdoc/>
    public override ServingTopology Topology(double kvFactor = 1, double linkFactor = 1)
    {
        var link = candidate.Link with { BytesPerMs = candidate.Link.BytesPerMs * linkFactor };
        var fromPrefill = candidate.Decode.Worker.Engine.Version.Backend != BackendKind.Vllm;
        return ServingTopology.Disaggregated(
            Workers.Of(candidate.Prefill.Worker, candidate.PrefillWorkers, kvFactor),
            Workers.Of(candidate.Decode.Worker, candidate.DecodeWorkers, kvFactor),
            new KvTransferPlan(link, FirstTokenFromPrefill: fromPrefill));
    }
}
