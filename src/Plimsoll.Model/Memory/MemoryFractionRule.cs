namespace Plimsoll.Model.Memory;

/// <summary>What an engine's memory fraction applies to.</summary>
public enum MemoryFractionRule
{
    /// <summary>Everything of the engine but captured graphs, as a share of device memory (vLLM).</summary>
    Everything,

    /// <summary>Weights and KV cache, as a share of device memory; activations and graphs live in the rest (SGLang).</summary>
    WeightsAndCache,

    /// <summary>The KV cache, as a share of what weights and activations leave free (TensorRT-LLM).</summary>
    CacheOfFree,
}
