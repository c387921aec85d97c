using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Policies;

namespace Plimsoll.Serving.Simulation;

/// <summary>Workers that are all alike.</summary>
/// <param name="Engine">Prices their steps and divides their memory.</param>
/// <param name="Policy">How they schedule.</param>
/// <param name="Limits">Their launch settings.</param>
/// <param name="Path">The way of a request to and from a worker; every worker has its own front end.</param>
/// <param name="Count">How many, at least 1.</param>
public sealed record WorkerGroup(IServingEngine Engine, EnginePolicy Policy, EngineLimits Limits, RequestPath Path, int Count = 1)
{
    /// <summary>Tokens of KV cache per attention rank when it is known better than the ledger says (an engine's log); null takes the ledger's.</summary>
    public long? KvTokens { get; init; }
}
