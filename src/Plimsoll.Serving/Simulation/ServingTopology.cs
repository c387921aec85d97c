namespace Plimsoll.Serving.Simulation;

/// <summary>The workers that serve together: either <see cref="Workers"/> that do everything, or <see cref="Prefill"/> and <see cref="Decode"/> workers.</summary>
public sealed record ServingTopology
{
    /// <summary>Aggregated: the workers. Null when disaggregated.</summary>
    public WorkerGroup? Workers { get; init; }

    /// <summary>Disaggregated: the prefill workers.</summary>
    public WorkerGroup? Prefill { get; init; }

    /// <summary>Disaggregated: the decode workers.</summary>
    public WorkerGroup? Decode { get; init; }

    /// <summary>Disaggregated: what carries the KV cache.</summary>
    public KvTransferPlan? Transfer { get; init; }

    /// <summary>How requests are spread over workers.</summary>
    public RoutingPolicy Routing { get; init; } = RoutingPolicy.RoundRobin;

    /// <summary>All workers.</summary>
    public int WorkerCount => (Workers?.Count ?? 0) + (Prefill?.Count ?? 0) + (Decode?.Count ?? 0);

    /// <summary>Workers that prefill and decode.</summary>
    public static ServingTopology Aggregated(WorkerGroup workers, RoutingPolicy routing = RoutingPolicy.RoundRobin) =>
        new() { Workers = workers, Routing = routing };

    /// <summary>Workers that prefill, workers that decode, and the link between them.</summary>
    public static ServingTopology Disaggregated(
        WorkerGroup prefill, WorkerGroup decode, KvTransferPlan transfer, RoutingPolicy routing = RoutingPolicy.RoundRobin) =>
        new() { Prefill = prefill, Decode = decode, Transfer = transfer, Routing = routing };
}
