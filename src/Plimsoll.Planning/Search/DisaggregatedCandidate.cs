using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Transfers;

namespace Plimsoll.Planning.Search;

/// <summary>A disaggregated replica at one operating point, copied as often as the cluster holds it.</summary>
/// <param name="Prefill">The prefill worker.</param>
/// <param name="PrefillWorkers">Prefill workers of a replica.</param>
/// <param name="Decode">The decode worker.</param>
/// <param name="DecodeWorkers">Decode workers of a replica.</param>
/// <param name="Replicas">Copies of the replica.</param>
/// <param name="Link">The link between the pools.</param>
/// <param name="Steady">The steady states of a replica.</param>
/// <param name="Point">The operating point of a replica.</param>
internal sealed record DisaggregatedCandidate(
    PrefillOption Prefill,
    int PrefillWorkers,
    DecodeOption Decode,
    int DecodeWorkers,
    int Replicas,
    KvLink Link,
    DisaggregatedSteadyState Steady,
    SteadyPoint Point)
{
    /// <summary>GPUs of one replica.</summary>
    public int GpusPerReplica => (PrefillWorkers * Prefill.Worker.Gpus) + (DecodeWorkers * Decode.Worker.Gpus);

    /// <summary>Requests per ms over the cluster.</summary>
    public double ClusterPerMs => Replicas * Point.RequestsPerMs;
}
