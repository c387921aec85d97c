namespace Plimsoll.Serving.Engines;

/// <summary>The launch settings of one worker that bound its batches and its memory.</summary>
/// <param name="MaxBatchedTokens">Token budget of one step: prompt tokens and decode rows together (prompt tokens alone where prefill has its own steps).</param>
/// <param name="MaxSequences">Sequences that may run at once per attention data-parallel rank.</param>
/// <param name="MaxSequenceTokens">Longest sequence that the engine must serve, prompt and answer together.</param>
/// <param name="KvBlockTokens">Tokens in one block of the KV cache.</param>
/// <param name="MemoryFraction">Share of device memory that the engine may use (see <see cref="FractionOfFree"/>).</param>
/// <param name="FractionOfFree">True when the share applies to what weights and activations leave free and only the KV cache is taken from it
/// (TensorRT-LLM); false when it bounds everything together (vLLM, SGLang).</param>
public sealed record EngineLimits(
    int MaxBatchedTokens,
    int MaxSequences,
    int MaxSequenceTokens,
    int KvBlockTokens,
    double MemoryFraction,
    bool FractionOfFree = false);
