using Plimsoll.Model.KernelTimes;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>What is predicted of a run.</summary>
public sealed record Forecast
{
    /// <summary>The figures.</summary>
    public required IReadOnlyDictionary<Figure, double> Figures { get; init; }

    /// <summary>80 % intervals of the mean TTFT and TPOT.</summary>
    public required IReadOnlyDictionary<Figure, PredictionInterval> Intervals { get; init; }

    /// <summary>The class of errors that each interval stems from.</summary>
    public IReadOnlyDictionary<Figure, ResidualClass> Classes { get; init; } = new Dictionary<Figure, ResidualClass>();

    /// <summary>The least certain source of kernel times that matters.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The release whose behaviour is predicted.</summary>
    public required string Version { get; init; }

    /// <summary>GPUs of all workers.</summary>
    public required int Gpus { get; init; }

    /// <summary>What a reader must know: a release without tables, a format that the GPU lacks, arguments without effect.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
