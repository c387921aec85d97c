using Plimsoll.Model.Backends;

namespace Plimsoll.Profiling.Measurements;

/// <summary>What the user says about a run whose files do not say it; null = not said.</summary>
public sealed record RunDescription
{
    /// <summary>Hugging Face id of the model.</summary>
    public string? Model { get; init; }

    /// <summary>System name.</summary>
    public string? System { get; init; }

    /// <summary>The engine.</summary>
    public BackendKind? Backend { get; init; }

    /// <summary>Its release.</summary>
    public string? Version { get; init; }

    /// <summary>The workers, as <see cref="ParallelText"/> reads them; null = one GPU.</summary>
    public string? Parallel { get; init; }

    /// <summary>Launch arguments of the engine.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether anything was said.</summary>
    public bool IsEmpty => Model is null && System is null && Backend is null && Version is null && Parallel is null && Arguments.Count == 0;
}
