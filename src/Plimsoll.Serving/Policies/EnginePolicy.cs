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

    /// <summary>Whether prompts reuse the KV cache that earlier ones left (block hashes, radix tree).</summary>
    public bool PrefixCaching { get; init; } = true;

    /// <summary>Whether a prompt already hits blocks that another one computes in the same step (vLLM books blocks when it plans).</summary>
    public bool SharesPromptsWithinStep { get; init; }

    /// <summary>Whether a preempted sequence may find its answer in the KV cache again, not only its prompt.</summary>
    public bool KeepsAnswerOnPreemption { get; init; }

    /// <summary>Prefill-first engines: most tokens of all prompts that start in one step, beyond the first.</summary>
    public int MaxPrefillTokens { get; init; } = 16_384;

    /// <summary>Prefill-first engines: whether running sequences decode in the same step as prompts (<c>--enable-mixed-chunk</c>).</summary>
    public bool MixedChunk { get; init; }

    /// <summary>Prefill-first engines: how the KV cache that running sequences will take is estimated when prompts are admitted.</summary>
    public NewTokenRatio NewTokenRatio { get; init; } = new();

    /// <summary>Steps between two looks at the request queue while the engine is busy (<c>--scheduler-recv-interval</c>).</summary>
    public int ReceiveInterval { get; init; } = 1;

    /// <summary>Batch sizes for which CUDA graphs are captured, ascending; empty when there are none.</summary>
    public IReadOnlyList<int> GraphSizes { get; init; } = [];

    /// <summary>The largest batch that replays a CUDA graph, tokens; 0 when none does.</summary>
    public int MaxGraphTokens => GraphSizes.Count == 0 ? 0 : GraphSizes[^1];

    /// <summary>Whether steps with prompts replay CUDA graphs too (vLLM's piecewise ones), or only steps that decode.</summary>
    public bool GraphsHoldPrompts { get; init; }

    /// <summary>Whether a step replays a CUDA graph, so that its kernels need not be launched one by one.</summary>
    public bool ReplaysGraph(int promptTokens, int decodeRows) =>
        promptTokens + decodeRows <= MaxGraphTokens && (promptTokens == 0 || GraphsHoldPrompts);

    /// <summary>The launch settings for sequences of up to <paramref name="sequenceTokens"/> tokens.</summary>
    public EngineLimits LimitsFor(int sequenceTokens) =>
        new(MaxBatchedTokens, MaxSequences, sequenceTokens, KvBlockTokens, MemoryFraction, FractionOfFree);
}
