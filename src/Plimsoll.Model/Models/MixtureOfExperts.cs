namespace Plimsoll.Model.Models;

/// <summary>Routed experts, with an optional dense expert that every token passes.</summary>
/// <param name="Experts">Routed experts of the layer.</param>
/// <param name="TopK">Experts chosen per token.</param>
/// <param name="IntermediateSize">Inner width of one expert.</param>
/// <param name="SharedIntermediateSize">Summed inner width of the always-on shared experts; 0 = none.</param>
/// <param name="Gated">Whether experts have a gate projection.</param>
public sealed record MixtureOfExperts(
    int Experts, int TopK, int IntermediateSize, int SharedIntermediateSize = 0, bool Gated = true) : FeedForwardBlock;
