namespace Plimsoll.Model.Models;

/// <summary>Routed experts, with an optional dense expert that every token passes.</summary>
/// <param name="Experts">Routed experts of the layer.</param>
/// <param name="TopK">Experts chosen per token.</param>
/// <param name="IntermediateSize">Inner width of one expert.</param>
/// <param name="SharedIntermediateSize">Summed inner width of the always-on shared experts; 0 = none.</param>
/// <param name="Gated">Whether experts have a gate projection.</param>
/// <param name="LatentSize">
/// Width that routed experts work in where it is narrower than the residual stream, with a projection into it and one out of it (Nemotron-3,
/// Kimi-K3); 0 = the residual stream itself.
/// </param>
public sealed record MixtureOfExperts(
    int Experts, int TopK, int IntermediateSize, int SharedIntermediateSize = 0, bool Gated = true, int LatentSize = 0) : FeedForwardBlock
{
    /// <summary>Width of the tokens that routed experts see.</summary>
    public int WidthOf(int hidden) => LatentSize > 0 ? LatentSize : hidden;
}
