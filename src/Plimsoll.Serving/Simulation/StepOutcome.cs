namespace Plimsoll.Serving.Simulation;

/// <summary>One step of one worker, as it ended.</summary>
public readonly record struct StepOutcome
{
    /// <summary>Index of the worker; prefill workers come before decode workers.</summary>
    public required int Worker { get; init; }

    /// <summary>When it began, ms from the start.</summary>
    public required double StartMs { get; init; }

    /// <summary>How long it took, ms.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Prompt tokens computed, all attention ranks.</summary>
    public required int PrefillTokens { get; init; }

    /// <summary>Sequences that decoded, all attention ranks.</summary>
    public required int DecodeRows { get; init; }

    /// <summary>Sequences that hold KV cache, prefilling ones included.</summary>
    public required int Running { get; init; }

    /// <summary>Requests in the scheduler's queue.</summary>
    public required int Waiting { get; init; }

    /// <summary>Share of the KV cache that running sequences hold, 0 to 1.</summary>
    public required double KvUse { get; init; }
}
