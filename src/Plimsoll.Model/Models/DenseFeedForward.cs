namespace Plimsoll.Model.Models;

/// <summary>A dense feed-forward network.</summary>
/// <param name="IntermediateSize">Inner width.</param>
/// <param name="Gated">Whether the up projection is doubled by a gate (SwiGLU) or single (GELU, ReLU²).</param>
public sealed record DenseFeedForward(int IntermediateSize, bool Gated = true) : FeedForwardBlock;
