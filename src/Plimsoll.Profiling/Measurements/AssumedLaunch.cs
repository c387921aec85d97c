namespace Plimsoll.Profiling.Measurements;

/// <summary>
/// Launch settings that a source does not record but that all of its runs of a kind are taken to share. They concern whole classes of
/// runs, never one. A setting that is null is the engine's own default.
/// </summary>
/// <param name="Reason">Why, for the notes of a forecast.</param>
public sealed record AssumedLaunch(string Reason)
{
    /// <summary>Token budget of one step.</summary>
    public int? MaxBatchedTokens { get; init; }

    /// <summary>Sequences that may run at once per attention rank.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Whether a prompt may be cut to fit a step.</summary>
    public bool? ChunkedPrefill { get; init; }

    /// <summary>Share of device memory, as the engine counts it.</summary>
    public double? MemoryFraction { get; init; }

    /// <summary>Most prompt tokens of one step where the backend bounds them apart.</summary>
    public int? MaxPrefillTokens { get; init; }

    /// <summary>Whether prompts are mixed with decode rows where the backend's default is to prefill alone.</summary>
    public bool? MixedChunk { get; init; }

    /// <summary>Steps between two looks at the request queue.</summary>
    public int? ReceiveInterval { get; init; }

    /// <summary>Format of the KV cache by table name.</summary>
    public string? KvQuant { get; init; }
}
