using System.Text.Json.Nodes;
using Plimsoll.Load.Runs;

namespace Plimsoll.Load.Exports;

/// <summary>What files say of a run beside its figures.</summary>
public sealed record RunDescription
{
    /// <summary>A short random name of the run.</summary>
    public required string BenchmarkId { get; init; }

    /// <summary>The command line, secrets left out.</summary>
    public required string Command { get; init; }

    /// <summary>The seed of prompts and arrivals.</summary>
    public required long Seed { get; init; }

    /// <summary>The settings in AIPerf's layout (<c>input_config</c>).</summary>
    public required JsonObject InputConfig { get; init; }

    /// <summary>The version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>The warm-up, or null without one.</summary>
    public PhaseOutcome? Warmup { get; init; }

    /// <summary>The measured phase.</summary>
    public required PhaseOutcome Profiling { get; init; }
}
