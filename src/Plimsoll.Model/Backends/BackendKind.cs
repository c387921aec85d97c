namespace Plimsoll.Model.Backends;

/// <summary>The inference engines that Plimsoll plans for.</summary>
public enum BackendKind
{
    /// <summary>vLLM (V1 engine).</summary>
    Vllm,

    /// <summary>SGLang.</summary>
    Sglang,

    /// <summary>TensorRT-LLM.</summary>
    TensorRtLlm,
}
