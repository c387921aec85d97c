using static Plimsoll.Deployment.Engines.EngineKeys;

namespace Plimsoll.Deployment.Engines;

/// <summary>The flags of <c>vllm serve</c>; facts of its command-line reference, release by release.</summary>
internal static class VllmSpellings
{
    public static IReadOnlyList<EngineSpelling> All { get; } =
    [
        new(TensorParallel, "--tensor-parallel-size") { Default = "1" },
        new(PipelineParallel, "--pipeline-parallel-size") { Default = "1" },
        new(DataParallel, "--data-parallel-size") { Default = "1", Since = "0.8.2" },
        new(ExpertParallel, "--enable-expert-parallel") { Default = "off", Since = "0.8.0" },
        new(MemoryFraction, "--gpu-memory-utilization") { Default = "0.92 since 0.22, 0.90 before" },
        new(MaxBatchSize, "--max-num-seqs") { Default = "by GPU memory: 1024 or 256" },
        new(MaxTokens, "--max-num-batched-tokens") { Default = "by GPU memory: 8192 or 2048" },
        new(ChunkedPrefill, "--enable-chunked-prefill") { NameOfFalse = "--no-enable-chunked-prefill", Default = "on" },
        new(MaxSequence, "--max-model-len") { Default = "the model's" },
        new(KvFormat, "--kv-cache-dtype") { Default = "auto" },
        new(BlockTokens, "--block-size") { Default = "16, or what the attention kernels need" },
        new(NoPrefixCache, "--no-enable-prefix-caching") { NameOfFalse = "--enable-prefix-caching", Default = "prefixes are cached" },
        new(NoGraphs, "--enforce-eager") { Default = "graphs are captured" },
        new(GraphSizes, "--cuda-graph-sizes") { Until = "0.11.1", Default = "up to 512" },
        new(GraphSizes, "--cudagraph-capture-sizes") { Since = "0.11.1", Default = "up to 512" },
        new(GraphMost, "--max-cudagraph-capture-size") { Since = "0.11.1", Default = "the smaller of 512 and twice the sequences" },
        new(NoOverlap, "--no-async-scheduling") { NameOfFalse = "--async-scheduling", Since = "0.14.0", Default = "asynchronous" },
        new(MoeExchange, "--all2all-backend") { Since = "0.11.1", Default = "allgather_reducescatter" },
        new(AttentionBackend, "--attention-backend") { Since = "0.13.0", Default = "by GPU and model" },
        new(TrustCode, "--trust-remote-code") { Default = "off" },
    ];
}
