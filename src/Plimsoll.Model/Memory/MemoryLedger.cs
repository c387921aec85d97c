namespace Plimsoll.Model.Memory;

/// <summary>
/// Where the memory of one GPU of a worker goes. The engine may use <see cref="BudgetBytes"/>; what the fixed parts leave is KV cache.
/// </summary>
public sealed record MemoryLedger
{
    /// <summary>Device memory in bytes as the engine sees it.</summary>
    public required double DeviceBytes { get; init; }

    /// <summary>Bytes that the backend version's memory-fraction rule lets the engine use, all parts together.</summary>
    public required double BudgetBytes { get; init; }

    /// <summary>Weights of this GPU's shard, in bytes.</summary>
    public required double WeightsBytes { get; init; }

    /// <summary>Peak of activations at the engine's token budget, in bytes.</summary>
    public required double ActivationBytes { get; init; }

    /// <summary>Captured CUDA graphs, in bytes (0 where the backend keeps them outside the budget).</summary>
    public required double GraphBytes { get; init; }

    /// <summary>Communication buffers (NCCL, custom all-reduce, all-to-all), in bytes.</summary>
    public required double CommunicationBytes { get; init; }

    /// <summary>CUDA context, allocator slack and other framework overhead inside the budget, in bytes.</summary>
    public required double FrameworkBytes { get; init; }

    /// <summary>Activations and graphs that live outside the budget, in bytes (SGLang keeps the rest of the device for them).</summary>
    public double OutsideBudgetBytes { get; init; }

    /// <summary>KV-cache bytes of one token on this GPU.</summary>
    public required double KvBytesPerToken { get; init; }

    /// <summary>Tokens in one KV block; capacity comes in whole blocks.</summary>
    public required int KvBlockTokens { get; init; }

    /// <summary>All parts but the KV cache, in bytes.</summary>
    public double FixedBytes => WeightsBytes + ActivationBytes + GraphBytes + CommunicationBytes + FrameworkBytes;

    /// <summary>Bytes left for the KV cache; negative when the model does not fit.</summary>
    public double KvBytes => BudgetBytes - FixedBytes;

    /// <summary>Tokens that the KV cache holds, in whole blocks, per attention data-parallel rank; 0 when the model does not fit.</summary>
    public long KvTokenCapacity =>
        KvBytes <= 0 ? 0 : (long)(KvBytes / KvBytesPerToken) / KvBlockTokens * KvBlockTokens;

    /// <summary>Bytes in use when <paramref name="tokens"/> tokens are cached.</summary>
    public double UsedBytes(double tokens) => FixedBytes + OutsideBudgetBytes + (tokens * KvBytesPerToken);
}
