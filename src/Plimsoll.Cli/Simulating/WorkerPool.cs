using Plimsoll.Model.Parallelism;

namespace Plimsoll.Cli.Simulating;

/// <summary>Workers that are asked for: their layout and how many.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Workers">How many, at least 1.</param>
internal readonly record struct WorkerPool(ParallelLayout Layout, int Workers)
{
    /// <summary>GPUs of all of them.</summary>
    public int Gpus => Layout.Gpus * Workers;
}
