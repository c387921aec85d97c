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

    /// <summary>The launch settings for sequences of up to <paramref name="sequenceTokens"/> tokens.</summary>
    public EngineLimits LimitsFor(int sequenceTokens) =>
        new(MaxBatchedTokens, MaxSequences, sequenceTokens, KvBlockTokens, MemoryFraction, FractionOfFree);
}
