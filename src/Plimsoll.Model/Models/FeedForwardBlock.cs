namespace Plimsoll.Model.Models;

/// <summary>The feed-forward part of a layer. One subtype per kind.</summary>
public abstract record FeedForwardBlock;
