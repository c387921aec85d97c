namespace Plimsoll.Planning.Reports;

/// <summary>One backend's best, for the line that compares them.</summary>
public sealed record BackendComparison
{
    /// <summary><c>vllm</c>, <c>sglang</c> or <c>trtllm</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>The release that was priced.</summary>
    public required string Version { get; init; }

    /// <summary>The better way of serving on this backend; null when none meets the targets.</summary>
    public ServingMode? Best { get; init; }

    /// <summary>Best tokens/s/GPU over the whole cluster among those that meet the targets; null when none does.</summary>
    public double? TokensPerSPerGpu { get; init; }

    /// <summary>Layout of the best configuration; null when none meets the targets.</summary>
    public string? Parallel { get; init; }
}
