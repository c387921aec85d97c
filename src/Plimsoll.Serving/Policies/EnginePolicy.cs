using Plimsoll.Serving.Engines;

namespace Plimsoll.Serving.Policies;

/// <summary>How a backend release schedules and what its launch defaults are on a given GPU and layout.</summary>
public sealed record EnginePolicy
{
    /// <summary>What goes into one step.</summary>
    public required StepComposition Composition { get; init; }

    /// <summary>What a sequence must get of the KV cache before it may start.</summary>
    public required KvAdmission KvAdmission { get; init; }

    /// <summary>Token budget of one step.</summary>
    public required int MaxBatchedTokens { get; init; }

    /// <summary>Sequences per attention rank.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Tokens in one KV block.</summary>
    public required int KvBlockTokens { get; init; }

    /// <summary>Share of device memory.</summary>
    public required double MemoryFraction { get; init; }

    /// <summary>Whether the share applies to free memory only; see <see cref="EngineLimits.FractionOfFree"/>.</summary>
    public bool FractionOfFree { get; init; }

    /// <summary>Whether a prompt may be cut to fit what is left of the budget; otherwise it waits for a step that takes it whole.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>
    /// Whether a step is planned while the one before it runs: what arrives or ends meanwhile is seen one step later (vLLM's asynchronous
    /// scheduling; the overlap schedulers of SGLang and TensorRT-LLM).
    /// </summary>
    public bool AsyncScheduling { get; init; } = true;

    /// <summary>Most tokens of one prompt in one step; 0 = no bound of its own.</summary>
    public int LongPrefillTokenThreshold { get; init; }

    /// <summary>The launch settings for sequences of up to <paramref name="sequenceTokens"/> tokens.</summary>
    public EngineLimits LimitsFor(int sequenceTokens) =>
        new(MaxBatchedTokens, MaxSequences, sequenceTokens, KvBlockTokens, MemoryFraction, FractionOfFree);
}
