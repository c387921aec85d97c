namespace Plimsoll.Profiling.Measurements.Truth;

/// <summary>What a stage's <c>stage.json</c> says of the engine that all its experiments ran on.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Engine">What served.</param>
/// <param name="Topology">Its workers, with the KV cache that they logged.</param>
internal sealed record Stage(string Name, ServedEngine Engine, MeasuredTopology Topology);
