namespace Plimsoll.Serving.Statistics;

/// <summary>What a simulated run did, as a benchmark would report it.</summary>
public sealed record SimulationSummary
{
    /// <summary>Requests finished.</summary>
    public required long Requests { get; init; }

    /// <summary>From the first sending to the last token, ms.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Time to first token, ms.</summary>
    public required DistributionSummary Ttft { get; init; }

    /// <summary>Gaps between consecutive tokens of an answer, ms; null when every answer is one token.</summary>
    public DistributionSummary? Itl { get; init; }

    /// <summary>Per request mean time per output token after the first, ms, over answers of two tokens or more; null when there are none.</summary>
    public DistributionSummary? Tpot { get; init; }

    /// <summary>Latency of whole requests, ms.</summary>
    public required DistributionSummary Latency { get; init; }

    /// <summary>Waiting in the scheduler, ms.</summary>
    public required DistributionSummary Queue { get; init; }

    /// <summary>Requests per second over the run.</summary>
    public required double RequestsPerS { get; init; }

    /// <summary>Answer tokens per second over the run.</summary>
    public required double OutputTokensPerS { get; init; }

    /// <summary>Requests per second that met every target given; null without targets.</summary>
    public double? GoodputPerS { get; init; }

    /// <summary>Prompt tokens found in the KV cache as a share of all prompt tokens.</summary>
    public required double PrefixHitShare { get; init; }

    /// <summary>Times that a sequence lost its KV cache.</summary>
    public required long Preemptions { get; init; }

    /// <summary>Steps of all workers.</summary>
    public required long Steps { get; init; }

    /// <summary>Share of the time that workers were stepping, mean over workers.</summary>
    public required double Utilization { get; init; }

    /// <summary>Time-weighted mean share of the KV cache in use.</summary>
    public required double MeanKvUse { get; init; }

    /// <summary>Highest share of the KV cache in use.</summary>
    public required double PeakKvUse { get; init; }

    /// <summary>Time-weighted mean of the requests in the schedulers' queues.</summary>
    public required double MeanWaiting { get; init; }

    /// <summary>Time-weighted mean of the running sequences.</summary>
    public required double MeanRunning { get; init; }
}
