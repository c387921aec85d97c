using Plimsoll.Serving.Intervals;

namespace Plimsoll.Planning.Reports;

/// <summary>What a simulation of a configuration under the benchmark's own protocol showed. One replica is simulated; rates are of the cluster.</summary>
public sealed record VerifiedRun
{
    /// <summary>How the load was applied to one replica, e.g. <c>closed:64</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Requests of the run, one replica.</summary>
    public required long Requests { get; init; }

    /// <summary>Time to first token.</summary>
    public required LatencyFigures TtftMs { get; init; }

    /// <summary>Mean time per output token after the first, per request; null when answers are one token.</summary>
    public LatencyFigures? TpotMs { get; init; }

    /// <summary>Where the measured mean time to first token of this run falls with 80 % probability, ms; null when no measurements tell.</summary>
    public PredictionInterval? TtftInterval { get; init; }

    /// <summary>The same for the mean time per output token.</summary>
    public PredictionInterval? TpotInterval { get; init; }

    /// <summary>Latency of whole requests.</summary>
    public required LatencyFigures RequestLatencyMs { get; init; }

    /// <summary>Answer tokens per second per GPU of the cluster, idle ones included, over the whole run.</summary>
    public required double TokensPerSPerGpu { get; init; }

    /// <summary>What configurations are ranked by: <see cref="TokensPerSPerGpu"/>, or the highest load's where the question fixes the load.</summary>
    public required double RankedBy { get; init; }

    /// <summary>Requests per second of the cluster over the whole run.</summary>
    public required double RequestsPerSCluster { get; init; }

    /// <summary>Share of the requests that keep every target themselves.</summary>
    public required double GoodShare { get; init; }

    /// <summary>Times that a sequence lost its KV cache, one replica.</summary>
    public required long Preemptions { get; init; }

    /// <summary>Highest share of the KV cache in use.</summary>
    public required double PeakKvUse { get; init; }

    /// <summary>Figures in which steady state and simulation differ by more than 15 %.</summary>
    public required IReadOnlyList<Disagreement> Disagreements { get; init; }

    /// <summary>The highest load at which every target still holds; null where it was not searched for.</summary>
    public HighestLoad? HighestLoad { get; init; }

    /// <summary>The loads that were simulated, lowest first.</summary>
    public required IReadOnlyList<LoadPoint> LoadCurve { get; init; }
}
