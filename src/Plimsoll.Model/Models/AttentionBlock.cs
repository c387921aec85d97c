namespace Plimsoll.Model.Models;

/// <summary>The attention of a layer. One subtype per kind of attention; operators are built by pattern matching on it.</summary>
public abstract record AttentionBlock;
