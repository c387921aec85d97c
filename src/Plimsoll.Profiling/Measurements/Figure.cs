namespace Plimsoll.Profiling.Measurements;

/// <summary>What can be measured of a run and predicted of it.</summary>
public enum Figure
{
    /// <summary>Mean time to first token, ms.</summary>
    TtftMean,

    /// <summary>Median time to first token, ms.</summary>
    TtftP50,

    /// <summary>99th percentile of the time to first token, ms.</summary>
    TtftP99,

    /// <summary>Mean over the requests of their time per output token after the first, ms.</summary>
    TpotMean,

    /// <summary>Answer tokens per second over the run.</summary>
    Throughput,

    /// <summary>Times that a sequence lost its KV cache.</summary>
    Preemptions,

    /// <summary>Tokens that the KV cache of one attention rank holds.</summary>
    KvTokens,
}
