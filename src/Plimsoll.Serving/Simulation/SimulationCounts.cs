namespace Plimsoll.Serving.Simulation;

/// <summary>The conserved quantities of a run: <see cref="Sent"/> = <see cref="Finished"/> + <see cref="InFlight"/> at any moment.</summary>
public sealed record SimulationCounts
{
    /// <summary>Requests sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Requests finished.</summary>
    public required long Finished { get; init; }

    /// <summary>Requests neither finished nor refused when the run ended; 0 unless it was cut short.</summary>
    public required long InFlight { get; init; }

    /// <summary>When the last token reached its client, ms.</summary>
    public required double EndMs { get; init; }

    /// <summary>Steps of all workers.</summary>
    public required long Steps { get; init; }

    /// <summary>Times that a sequence lost its KV cache.</summary>
    public required long Preemptions { get; init; }

    /// <summary>KV blocks still held by requests at the end, all workers; 0 after a complete run.</summary>
    public required long KvBlocksHeld { get; init; }
}
