namespace Plimsoll.Serving.Policies;

/// <summary>What an engine puts into one step.</summary>
public enum StepComposition
{
    /// <summary>Every running sequence decodes; what remains of the token budget goes to prompts, cut into chunks (vLLM; TensorRT-LLM in-flight batching).</summary>
    Mixed,

    /// <summary>While prompts wait, steps prefill only, up to the token budget; decoding stands still meanwhile (SGLang).</summary>
    PrefillFirst,
}
