using Plimsoll.Model.Backends;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Policies.EngineFlags;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Statistics;
using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Cli.Simulating;

/// <summary>A validated question about a run, every default filled in.</summary>
internal sealed record SimulationQuestion
{
    /// <summary>Model, systems, backend, number formats, kernel times: what it has in common with planning.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>The engine.</summary>
    public required BackendKind Backend { get; init; }

    /// <summary>The workers.</summary>
    public required WorkerChoice Workers { get; init; }

    /// <summary>The router.</summary>
    public required RoutingPolicy Routing { get; init; }

    /// <summary>What launch flags change.</summary>
    public required EngineSettings Settings { get; init; }

    /// <summary>Longest sequence that the engine serves.</summary>
    public required int SequenceTokens { get; init; }

    /// <summary>When requests are sent.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>What is sent.</summary>
    public required RequestPlan Requests { get; init; }

    /// <summary>The prompt lengths in words; null where the protocol brings its own.</summary>
    public string? Isl { get; init; }

    /// <summary>The answer lengths in words; null where the protocol brings its own.</summary>
    public string? Osl { get; init; }

    /// <summary>What goodput counts against.</summary>
    public required LatencyTargetSet Targets { get; init; }

    /// <summary>What was assumed or has no effect, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
