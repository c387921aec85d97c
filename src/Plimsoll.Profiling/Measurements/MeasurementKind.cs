namespace Plimsoll.Profiling.Measurements;

/// <summary>What kind of source measured runs come from.</summary>
public enum MeasurementKind
{
    /// <summary>A table of configurations, one row each, with mean TTFT and TPOT.</summary>
    SiliconTable,

    /// <summary>A campaign of our own: stages with their engine's log and every request.</summary>
    Truth,

    /// <summary>The artifact folder of one AIPerf run.</summary>
    Aiperf,

    /// <summary>A file that <c>vllm bench serve --save-result</c> wrote.</summary>
    VllmBench,

    /// <summary>One file with a request a line.</summary>
    Requests,
}
