namespace Plimsoll.Serving.Policies.EngineFlags;

/// <summary>What launch flags change of an engine's defaults.</summary>
public sealed record EngineSettings
{
    /// <summary>Nothing is changed.</summary>
    public static EngineSettings Defaults { get; } = new();

    /// <summary>Longest sequence; null = the model's.</summary>
    public int? MaxSequenceTokens { get; init; }

    /// <summary>Tokens of KV cache per rank; null = what memory gives.</summary>
    public long? KvTokens { get; init; }

    /// <summary>Blocks of KV cache per rank; null = what memory gives.</summary>
    public long? KvBlocks { get; init; }

    /// <summary>Number format of the KV cache, by the name that overrides use; null = the checkpoint's.</summary>
    public string? KvCacheFormat { get; init; }

    /// <summary>What flags change of the policy, in the order in which it is done.</summary>
    internal IReadOnlyList<Func<EnginePolicy, EnginePolicy>> Changes { get; init; } = [];

    /// <summary>The policy with the changes.</summary>
    public EnginePolicy On(EnginePolicy policy) => Changes.Aggregate(policy, (changed, change) => change(changed));

    /// <summary>Tokens of KV cache per rank that the flags fix under a policy; null when memory decides.</summary>
    public long? FixedKvTokens(EnginePolicy policy) => KvTokens ?? KvBlocks * policy.KvBlockTokens;

    internal EngineSettings With(Func<EnginePolicy, EnginePolicy> change) => this with { Changes = [.. Changes, change] };
}
