using System.Text.Json.Nodes;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Runs;

namespace Plimsoll.Cli.Benching;

/// <summary>What a benchmark is asked to do, with every default filled in. Immutable.</summary>
internal sealed record BenchQuestion
{
    /// <summary>What is called.</summary>
    public required EndpointTarget Target { get; init; }

    /// <summary>The URL as given.</summary>
    public required string Url { get; init; }

    /// <summary>The warm-up; null without one.</summary>
    public required PhaseSettings? Warmup { get; init; }

    /// <summary>The measured phase.</summary>
    public required PhaseSettings Profiling { get; init; }

    /// <summary>Prompt lengths.</summary>
    public required LengthLaw Input { get; init; }

    /// <summary>Answer lengths to ask for; null = left to the server.</summary>
    public required LengthLaw? Output { get; init; }

    /// <summary>Further members of requests.</summary>
    public required JsonObject Extra { get; init; }

    /// <summary>Different prompts.</summary>
    public required int Entries { get; init; }

    /// <summary>The tokenizer's name; null = the model's, <c>none</c> = do without.</summary>
    public required string? Tokenizer { get; init; }

    /// <summary>Determines prompts and arrivals.</summary>
    public required long Seed { get; init; }

    /// <summary>What a good request is; null without targets.</summary>
    public required Goodput? Goodput { get; init; }

    /// <summary>Where the files go.</summary>
    public required string ArtifactDir { get; init; }

    /// <summary>Whether an earlier run there may be replaced.</summary>
    public required bool Replace { get; init; }

    /// <summary>Share of failures that is tolerated.</summary>
    public required double MaxErrorRate { get; init; }

    /// <summary>The command line, secrets left out.</summary>
    public required string Command { get; init; }
}
