using Plimsoll.Model.Backends;

namespace Plimsoll.Profiling.Measurements;

/// <summary>The model and the engine that served it.</summary>
/// <param name="Model">Hugging Face id.</param>
/// <param name="System">System name.</param>
/// <param name="Backend">The engine.</param>
/// <param name="Version">Its release; null when the source does not say.</param>
public sealed record ServedEngine(string Model, string System, BackendKind Backend, string? Version)
{
    /// <summary>Format of the dense projections by table name; null = as the checkpoint declares.</summary>
    public string? GemmQuant { get; init; }

    /// <summary>Format of the experts by table name; null = as the checkpoint declares.</summary>
    public string? MoeQuant { get; init; }

    /// <summary>Whether the weights are random, so that routers spread tokens over experts at random.</summary>
    public bool HasRandomWeights { get; init; }

    /// <summary>Launch arguments of the engine beyond its defaults, as written.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What is assumed of its launch; null = the engine's defaults.</summary>
    public AssumedLaunch? Assumed { get; init; }
}
