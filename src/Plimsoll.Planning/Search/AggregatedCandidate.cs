using Plimsoll.Serving.SteadyStates;

namespace Plimsoll.Planning.Search;

/// <summary>One operating point of aggregated workers.</summary>
/// <param name="Point">The steady state of a batch slot.</param>
/// <param name="TokensPerSPerGpu">Answer tokens per second over all GPUs of the cluster, idle ones included.</param>
internal readonly record struct AggregatedCandidate(SteadyPoint Point, double TokensPerSPerGpu);
