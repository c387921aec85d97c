using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>Prompt and answer lengths drawn together, with replacement, from observed pairs, so that long prompts keep their kind of answers.</summary>
/// <param name="pairs">The observed requests, at least one.</param>
/// <param name="seed">Decides the draws.</param>
public sealed class SampledLengths(IReadOnlyList<RequestShape> pairs, ulong seed) : IRequestLengths
{
    /// <inheritdoc/>
    public RequestShape At(long index)
    {
        var random = new RandomSequence(seed, RandomStream.Lengths, index);
        return pairs[random.Whole(0, pairs.Count - 1)];
    }
}
