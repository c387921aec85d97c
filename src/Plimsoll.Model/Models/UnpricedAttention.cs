using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Models;

/// <summary>A token mixer that pricing does not cover; a model with any is refused, and <see cref="ModelSpec.Unsupported"/> says so.</summary>
/// <param name="What">What it is, with its size.</param>
public sealed record UnpricedAttention(string What) : AttentionBlock
{
    /// <inheritdoc />
    public override string Kind => "unpriced";

    /// <inheritdoc />
    public override IReadOnlyList<BlockFact> Facts => [];

    /// <inheritdoc />
    public override BlockWeights Weights(int hidden, int tp) => default;

    /// <inheritdoc />
    public override double CacheBytesPerToken(KvQuant kv, int tp) => 0;
}
