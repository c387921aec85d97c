namespace Plimsoll.Model.Models;

/// <summary>Equal layers of a model. Pruned architectures leave one half out.</summary>
/// <param name="Count">How many layers of the model have this shape.</param>
/// <param name="Attention">The attention, or null when pruned away.</param>
/// <param name="FeedForward">The feed-forward part, or null when pruned away.</param>
public sealed record LayerGroup(int Count, AttentionBlock? Attention, FeedForwardBlock? FeedForward);
