using Plimsoll.Model.Backends;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Transfers;

/// <summary>How each backend hands prompts over from prefill to decode workers.</summary>
public static class KvTransferDefaults
{
    /// <summary>
    /// All move the cache when the prompt is done. With vLLM's connectors the client's first token is the decode worker's; SGLang and
    /// TensorRT-LLM pass the prefill worker's on.
    /// </summary>
    public static KvTransferPlan For(BackendKind backend, KvLink link) => new(link, FirstTokenFromPrefill: backend != BackendKind.Vllm);
}
