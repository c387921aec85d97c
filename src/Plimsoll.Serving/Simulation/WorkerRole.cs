namespace Plimsoll.Serving.Simulation;

/// <summary>What a worker does of a request.</summary>
internal enum WorkerRole
{
    /// <summary>Everything.</summary>
    Whole,

    /// <summary>The prompt; keeps its KV cache until a decode worker has it.</summary>
    Prefill,

    /// <summary>The answer, with the KV cache of a prefill worker.</summary>
    Decode,
}
