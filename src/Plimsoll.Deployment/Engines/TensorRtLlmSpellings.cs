using static Plimsoll.Deployment.Engines.EngineKeys;

namespace Plimsoll.Deployment.Engines;

/// <summary>
/// The settings of TensorRT-LLM's YAML (<c>--extra-engine-args</c>). From 1.0.0rc3 to 1.2.0rc3 its batch limits live in <c>build_config</c>.
/// </summary>
internal static class TensorRtLlmSpellings
{
    private const string Nested = "1.0.0rc3";
    private const string Flat = "1.2.0rc4";

    public static IReadOnlyList<EngineSpelling> All { get; } =
    [
        new(TensorParallel, "tensor_parallel_size") { Default = "1" },
        new(PipelineParallel, "pipeline_parallel_size") { Default = "1" },
        new(AttentionDp, "enable_attention_dp") { Default = "false" },
        new(MoeEp, "moe_expert_parallel_size") { Default = "1" },
        new(MoeTp, "moe_tensor_parallel_size") { Default = "the tensor-parallel width" },
        .. Limit(MaxBatchSize, "2048"),
        .. Limit(MaxTokens, "8192"),
        .. Limit(MaxSequence, "the model's"),
        new(ChunkedPrefill, "enable_chunked_prefill") { Default = "false" },
        new(MemoryFraction, "kv_cache_config.free_gpu_memory_fraction") { Default = "0.9" },
        new(KvFormat, "kv_cache_config.dtype") { Since = "1.0.0rc4", Default = "auto" },
        new(KvFormat, "kv_cache_dtype") { Until = "1.0.0rc4", Default = "auto" },
        new(BlockTokens, "kv_cache_config.tokens_per_block") { Default = "32" },
        new(KvTokens, "kv_cache_config.max_tokens") { Default = "by memory" },
        new(NoPrefixCache, "kv_cache_config.enable_block_reuse") { IsNegated = true, Default = "prefixes are cached" },
        new(GraphPadding, "cuda_graph_config.enable_padding") { Default = "false" },
        new(GraphSizes, "cuda_graph_config.batch_sizes") { Default = "up to 128" },
        new(GraphMost, "cuda_graph_config.max_batch_size") { Default = "128" },
        new(NoOverlap, "disable_overlap_scheduler") { Default = "false" },
        new(KvTransfer, "cache_transceiver_config.backend") { Since = "1.0.0rc4", Default = "none" },
        new(TransferTokens, "cache_transceiver_config.max_tokens_in_buffer") { Since = "1.0.0rc4", Default = "one sequence of the model's length" },
        new(MoeBackend, "moe_config.backend") { Since = "1.0.0rc0", Default = "CUTLASS" },
        new(TrustCode, "trust_remote_code") { Default = "false" },
    ];

    private static EngineSpelling[] Limit(EngineKey key, string value) =>
    [
        new(key, key.Name) { Until = Nested, Default = value },
        new(key, $"build_config.{key.Name}") { Since = Nested, Until = Flat, Default = value },
        new(key, key.Name) { Since = Flat, Default = value },
    ];
}
