namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>The formats of traces; a file's is recognised by its content.</summary>
public enum TraceFormat
{
    /// <summary>JSON lines with <c>timestamp</c> (ms), <c>input_length</c>, <c>output_length</c>, <c>hash_ids</c>, <c>session_id</c>, <c>delay</c> (ms).</summary>
    Mooncake,

    /// <summary>AIPerf's <c>profile_export.jsonl</c>: one measured request a line.</summary>
    AiperfRecords,

    /// <summary>AIPerf's or GenAI-Perf's <c>inputs.json</c>: the payloads of a run, as text.</summary>
    AiperfInputs,

    /// <summary>JSON lines with <c>t_ms</c>, <c>isl</c>, <c>osl</c>, <c>cached_tokens</c>.</summary>
    RequestLines,

    /// <summary>CSV with the columns <c>t</c> (ms), <c>isl</c>, <c>osl</c>, <c>prefix</c>.</summary>
    Csv,
}
