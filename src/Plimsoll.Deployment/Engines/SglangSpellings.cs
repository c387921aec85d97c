using static Plimsoll.Deployment.Engines.EngineKeys;

namespace Plimsoll.Deployment.Engines;

/// <summary>The flags of <c>python -m sglang.launch_server</c>; facts of its server arguments, release by release.</summary>
internal static class SglangSpellings
{
    public static IReadOnlyList<EngineSpelling> All { get; } =
    [
        new(TensorParallel, "--tensor-parallel-size") { Default = "1" },
        new(PipelineParallel, "--pipeline-parallel-size") { Default = "1" },
        new(DataParallel, "--data-parallel-size") { Default = "1" },
        new(AttentionDp, "--enable-dp-attention") { Default = "off" },
        new(MoeEp, "--expert-parallel-size") { Default = "1" },
        new(MemoryFraction, "--mem-fraction-static") { Default = "by GPU memory and layout" },
        new(MaxBatchSize, "--max-running-requests") { Default = "by memory" },
        new(MaxTokens, "--chunked-prefill-size") { Default = "by GPU memory" },
        new(MaxPrefillTokens, "--max-prefill-tokens") { Default = "16384" },
        new(MixedChunk, "--enable-mixed-chunk") { Default = "off" },
        new(MaxSequence, "--context-length") { Default = "the model's" },
        new(KvFormat, "--kv-cache-dtype") { Default = "auto" },
        new(BlockTokens, "--page-size") { Default = "1, or what the attention kernels need" },
        new(KvTokens, "--max-total-tokens") { Default = "by memory" },
        new(NoPrefixCache, "--disable-radix-cache") { Default = "prefixes are cached" },
        new(NoGraphs, "--disable-cuda-graph") { Default = "graphs are captured" },
        new(GraphSizes, "--cuda-graph-bs") { Default = "up to the largest" },
        new(GraphMost, "--cuda-graph-max-bs") { Default = "by GPU memory" },
        new(GraphPadding, "--enable-cuda-graph-padding") { NameOfFalse = "--disable-cuda-graph-padding", IsTrueUnsaid = true, Default = "on" },
        new(NoOverlap, "--disable-overlap-schedule") { Default = "asynchronous" },
        new(KvTransfer, "--disaggregation-transfer-backend") { Since = "0.4.6", Default = "mooncake" },
        new(MoeBackend, "--moe-runner-backend") { Since = "0.5.0", Default = "auto" },
        new(MoeExchange, "--moe-a2a-backend") { Since = "0.4.10", Default = "none" },
        new(AttentionBackend, "--attention-backend") { Default = "by GPU and model" },
        new(TrustCode, "--trust-remote-code") { Default = "off" },
    ];
}
