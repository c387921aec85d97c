namespace Plimsoll.Serving.Workloads;

/// <summary>The lengths of a request; a steady load is made of requests that are all alike.</summary>
/// <param name="Isl">Prompt tokens.</param>
/// <param name="Osl">Answer tokens, at least 1; the first is emitted by the step that completes the prompt.</param>
/// <param name="Prefix">Prompt tokens that are already in the KV cache, less than <paramref name="Isl"/>.</param>
public readonly record struct RequestShape(int Isl, int Osl, int Prefix = 0)
{
    /// <summary>Prompt tokens that must be computed.</summary>
    public int NewPromptTokens => Isl - Prefix;

    /// <summary>Steps in which the request decodes: one for each answer token after the first.</summary>
    public int DecodeSteps => Osl - 1;

    /// <summary>Tokens of the whole sequence at its end.</summary>
    public int TotalTokens => Isl + Osl;

    /// <summary>KV length of a decode row, averaged exactly over the life of the request: rows attend to isl + 1 … isl + osl − 1 tokens.</summary>
    public double MeanDecodeKvTokens => Isl + (Osl / 2.0);
}
