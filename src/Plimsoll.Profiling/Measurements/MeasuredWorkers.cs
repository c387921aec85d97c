namespace Plimsoll.Profiling.Measurements;

/// <summary>Workers that are all alike.</summary>
/// <param name="Count">How many.</param>
/// <param name="Parallelism">How each is spread over GPUs.</param>
public sealed record MeasuredWorkers(int Count, StatedParallelism Parallelism)
{
    /// <summary>Tokens that the KV cache of one attention rank holds, as the engine logged it; null when unknown.</summary>
    public long? KvTokens { get; init; }

    /// <summary>The workers in words: <c>tp2</c> or <c>4 x tp2</c>.</summary>
    public override string ToString() => Count == 1 ? Parallelism.ToString() : $"{Count} x {Parallelism}";
}
