namespace Plimsoll.Profiling.StepValidation;

/// <summary>The result of <c>validate steps</c>. Percentages are in percent, coverage is a fraction, no rows give null.</summary>
public sealed record StepReport
{
    /// <summary>Version of this document's layout.</summary>
    public string Schema { get; init; } = "plimsoll.steps/1";

    /// <summary>Rows of the file after the filter on models.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows in which the peer raised an error.</summary>
    public required int PeerErrors { get; init; }

    /// <summary>Rows that the peer answered but whose model family is not supported here yet.</summary>
    public required int Unsupported { get; init; }

    /// <summary>Rows that the peer answered and whose model is priced here.</summary>
    public required int Evaluable { get; init; }

    /// <summary>Evaluable rows that we priced.</summary>
    public required int Priced { get; init; }

    /// <summary>Priced share of the evaluable rows; null without rows.</summary>
    public required double? Coverage { get; init; }

    /// <summary>Why evaluable rows were not priced, most frequent first.</summary>
    public required IReadOnlyList<RefusalCount> Refused { get; init; }

    /// <summary>Deviations of step times over rows without repaired operators.</summary>
    public required ErrorStatistics Latency { get; init; }

    /// <summary>Deviations of step times over rows with repaired operators.</summary>
    public required ErrorStatistics Repaired { get; init; }

    /// <summary>Deviations of weights per GPU.</summary>
    public required ErrorStatistics Weights { get; init; }

    /// <summary>The same by family, backend, phase and system.</summary>
    public required StepGroups By { get; init; }

    /// <summary>Rows that the peer is known to price by another model, by what it does; in none of the deviations above.</summary>
    public required IReadOnlyDictionary<string, StepSummary> KnownDifferences { get; init; }

    /// <summary>The rows whose step times deviate most, worst first.</summary>
    public required IReadOnlyList<StepDeviation> Worst { get; init; }
}
