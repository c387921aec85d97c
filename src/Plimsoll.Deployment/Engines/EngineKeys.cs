namespace Plimsoll.Deployment.Engines;

/// <summary>The settings that files are made of, in the order in which they are written.</summary>
public static class EngineKeys
{
    /// <summary>Width of tensor parallelism as the engine counts it.</summary>
    public static readonly EngineKey TensorParallel = new("tensor_parallel_size", ValueKind.Whole, "Tensor-parallel width, as the engine counts it.");

    /// <summary>Pipeline stages.</summary>
    public static readonly EngineKey PipelineParallel = new("pipeline_parallel_size", ValueKind.Whole, "Pipeline stages.");

    /// <summary>Attention data-parallel ranks.</summary>
    public static readonly EngineKey DataParallel = new("data_parallel_size", ValueKind.Whole, "Attention data-parallel ranks inside a worker.");

    /// <summary>Whether attention is data-parallel.</summary>
    public static readonly EngineKey AttentionDp = new("enable_attention_dp", ValueKind.Truth, "Whether attention is spread over data-parallel ranks.");

    /// <summary>Whether experts are spread whole.</summary>
    public static readonly EngineKey ExpertParallel = new("enable_expert_parallel", ValueKind.Truth, "Whether experts are spread whole over all GPUs.");

    /// <summary>Expert-parallel width.</summary>
    public static readonly EngineKey MoeEp = new("moe_expert_parallel_size", ValueKind.Whole, "Expert-parallel width.");

    /// <summary>Tensor-parallel width of experts.</summary>
    public static readonly EngineKey MoeTp = new("moe_tensor_parallel_size", ValueKind.Whole, "Tensor-parallel width of the experts.");

    /// <summary>Memory fraction.</summary>
    public static readonly EngineKey MemoryFraction = new(
        "kv_cache_free_gpu_memory_fraction", ValueKind.Share, "Share of GPU memory: of all of it (vLLM, SGLang), of what weights leave free (TensorRT-LLM).");

    /// <summary>Sequences that run at once.</summary>
    public static readonly EngineKey MaxBatchSize = new("max_batch_size", ValueKind.Whole, "Sequences that may run at once.");

    /// <summary>Token budget of a step.</summary>
    public static readonly EngineKey MaxTokens = new("max_num_tokens", ValueKind.Whole, "Token budget of one step.");

    /// <summary>Tokens of prompts that start together.</summary>
    public static readonly EngineKey MaxPrefillTokens = new("max_prefill_tokens", ValueKind.Whole, "Most tokens of all prompts that start in one step.");

    /// <summary>Chunked prefill.</summary>
    public static readonly EngineKey ChunkedPrefill = new("enable_chunked_prefill", ValueKind.Truth, "Whether prompts are cut to fit the token budget.");

    /// <summary>Mixed steps.</summary>
    public static readonly EngineKey MixedChunk = new("enable_mixed_chunk", ValueKind.Truth, "Whether running sequences decode in the step of a prompt.");

    /// <summary>Longest sequence.</summary>
    public static readonly EngineKey MaxSequence = new("max_seq_len", ValueKind.Whole, "Longest sequence, prompt and answer together.");

    /// <summary>Format of the KV cache.</summary>
    public static readonly EngineKey KvFormat = new("kv_cache_dtype", ValueKind.Word, "Number format of the KV cache.");

    /// <summary>Block size.</summary>
    public static readonly EngineKey BlockTokens = new("tokens_per_block", ValueKind.Whole, "Tokens in one block of the KV cache.");

    /// <summary>KV cache in tokens.</summary>
    public static readonly EngineKey KvTokens = new("kv_cache_max_tokens", ValueKind.Whole, "Tokens that the KV cache holds, instead of what memory gives.");

    /// <summary>No prefix cache.</summary>
    public static readonly EngineKey NoPrefixCache = new("disable_prefix_cache", ValueKind.Truth, "Whether prompts never reuse the KV cache of earlier ones.");

    /// <summary>No CUDA graphs.</summary>
    public static readonly EngineKey NoGraphs = new("disable_cuda_graph", ValueKind.Truth, "Whether decoding launches kernel by kernel.");

    /// <summary>Sizes of CUDA graphs.</summary>
    public static readonly EngineKey GraphSizes = new("cuda_graph_batch_sizes", ValueKind.Wholes, "Batch sizes for which CUDA graphs are captured.");

    /// <summary>Largest CUDA graph.</summary>
    public static readonly EngineKey GraphMost = new("cuda_graph_max_batch_size", ValueKind.Whole, "Largest batch for which a CUDA graph is captured.");

    /// <summary>Padding to CUDA graphs.</summary>
    public static readonly EngineKey GraphPadding = new("cuda_graph_enable_padding", ValueKind.Truth, "Whether batches are padded to the next captured size.");

    /// <summary>No overlap of scheduling.</summary>
    public static readonly EngineKey NoOverlap = new("disable_overlap_scheduler", ValueKind.Truth, "Whether a step is planned only after the one before it.");

    /// <summary>What carries KV caches.</summary>
    public static readonly EngineKey KvTransfer = new("kv_transfer_backend", ValueKind.Word, "What carries KV caches from prefill to decode workers.");

    /// <summary>Transfer buffer.</summary>
    public static readonly EngineKey TransferTokens = new("cache_transceiver_max_tokens_in_buffer", ValueKind.Whole, "Tokens of the buffer through which KV caches travel.");

    /// <summary>Expert kernels.</summary>
    public static readonly EngineKey MoeBackend = new("moe_backend", ValueKind.Word, "Kernels of the experts.");

    /// <summary>Expert exchange.</summary>
    public static readonly EngineKey MoeExchange = new("moe_all2all_backend", ValueKind.Word, "What exchanges tokens between experts.");

    /// <summary>Attention kernels.</summary>
    public static readonly EngineKey AttentionBackend = new("attention_backend", ValueKind.Word, "Kernels of attention.");

    /// <summary>Code of the model's repository.</summary>
    public static readonly EngineKey TrustCode = new("trust_remote_code", ValueKind.Truth, "Whether code of the model's repository may run.");

    /// <summary>All, in the order of files.</summary>
    public static IReadOnlyList<EngineKey> All { get; } =
    [
        TensorParallel, PipelineParallel, DataParallel, AttentionDp, ExpertParallel, MoeEp, MoeTp,
        MemoryFraction, MaxBatchSize, MaxTokens, MaxPrefillTokens, ChunkedPrefill, MixedChunk, MaxSequence,
        KvFormat, BlockTokens, KvTokens, NoPrefixCache, NoGraphs, GraphSizes, GraphMost, GraphPadding, NoOverlap,
        KvTransfer, TransferTokens, MoeBackend, MoeExchange, AttentionBackend, TrustCode,
    ];
}
