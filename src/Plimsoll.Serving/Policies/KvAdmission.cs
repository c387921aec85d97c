namespace Plimsoll.Serving.Policies;

/// <summary>How much KV cache a sequence must be able to get before it may start.</summary>
public enum KvAdmission
{
    /// <summary>The blocks of its prompt; more as it grows, with preemption when blocks run out (vLLM, SGLang).</summary>
    OnDemand,

    /// <summary>The blocks of its whole length, so that it is never evicted (TensorRT-LLM, <c>GUARANTEED_NO_EVICT</c>).</summary>
    WholeSequence,
}
