namespace Plimsoll.Profiling.Measurements;

/// <summary>The workers of a run: either <see cref="Workers"/> that do everything, or <see cref="Prefill"/> and <see cref="Decode"/> workers.</summary>
public sealed record MeasuredTopology
{
    /// <summary>Aggregated: the workers.</summary>
    public MeasuredWorkers? Workers { get; init; }

    /// <summary>Disaggregated: the prefill workers.</summary>
    public MeasuredWorkers? Prefill { get; init; }

    /// <summary>Disaggregated: the decode workers.</summary>
    public MeasuredWorkers? Decode { get; init; }

    /// <summary>Disaggregated: the link as it was measured; null takes the system's.</summary>
    public MeasuredLink? Link { get; init; }

    /// <summary>Whether prefill and decode have workers of their own.</summary>
    public bool IsDisaggregated => Workers is null;

    /// <summary>The way of serving, as in reports: <c>agg</c> or <c>disagg</c>.</summary>
    public string Mode => IsDisaggregated ? "disagg" : "agg";

    /// <summary>The workers in words: <c>tp2</c>, or <c>2 x tp1 + 1 x tp4</c>.</summary>
    public override string ToString() => Workers?.ToString() ?? $"{Prefill} + {Decode}";
}
