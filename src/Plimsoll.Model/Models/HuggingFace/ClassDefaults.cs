namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Values that the class supplies where a published configuration leaves them out; null = the configuration must state it.</summary>
internal sealed record ClassDefaults
{
    /// <summary>Query heads.</summary>
    public int? Heads { get; init; }

    /// <summary>Key/value heads.</summary>
    public int? KvHeads { get; init; }

    /// <summary>Width of one head.</summary>
    public int? HeadDim { get; init; }

    /// <summary>Rows of the embedding.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Longest sequence in tokens.</summary>
    public int? Positions { get; init; }
}
