using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Parallelism;

namespace Plimsoll.Planning.Reports;

/// <summary>The workers of one pool of a replica.</summary>
public sealed record WorkerPlan
{
    /// <summary>The layout as text, e.g. <c>tp4pp1</c>.</summary>
    public required string Parallel { get; init; }

    /// <summary>The layout in numbers.</summary>
    public required ParallelLayout Layout { get; init; }

    /// <summary>The kind of GPU node.</summary>
    public required string System { get; init; }

    /// <summary>GPUs of one worker.</summary>
    public required int GpusPerWorker { get; init; }

    /// <summary>Workers of this pool in a replica.</summary>
    public required int Workers { get; init; }

    /// <summary>Sequences in flight per batch slot (attention rank and pipeline micro-batch); prefill workers: prompts that share a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Requests per second of one worker at this load.</summary>
    public required double RequestsPerSPerWorker { get; init; }

    /// <summary>Share of the worker's highest request rate that this load uses.</summary>
    public required double Utilization { get; init; }

    /// <summary>Token budget of a step.</summary>
    public required int MaxBatchedTokens { get; init; }

    /// <summary>Sequences that may run at once per rank.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Share of the memory that the engine may use.</summary>
    public required double MemoryFraction { get; init; }

    /// <summary>GPU memory in use at this load, GiB per GPU.</summary>
    public required double MemoryGib { get; init; }

    /// <summary>Where the memory goes.</summary>
    public required MemoryParts Memory { get; init; }

    /// <summary>The least certain source of a kernel time that matters; null where it was not worked out.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>Relative one-sigma uncertainty of the step times; null where it was not worked out.</summary>
    public double? Uncertainty { get; init; }
}
