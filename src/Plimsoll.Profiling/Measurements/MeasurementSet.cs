namespace Plimsoll.Profiling.Measurements;

/// <summary>Everything that one path holds.</summary>
public sealed record MeasurementSet
{
    /// <summary>What it is.</summary>
    public required MeasurementKind Kind { get; init; }

    /// <summary>The path as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>The runs that a prediction can be held against, in the order of the source.</summary>
    public required IReadOnlyList<MeasuredExperiment> Experiments { get; init; }

    /// <summary>What is not evaluated, each with its reason, in the order of the source.</summary>
    public IReadOnlyList<SetAsideRow> SetAside { get; init; } = [];
}
