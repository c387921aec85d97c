namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>
/// Upper bounds of what a configuration may state: far above every model, and low enough that the products formed from them
/// (heads × width of a head, a list per layer) neither overflow nor exhaust memory.
/// </summary>
internal static class SizeLimit
{
    /// <summary>Layers.</summary>
    public const int Layers = 4096;

    /// <summary>Query or key/value heads.</summary>
    public const int Heads = 8192;

    /// <summary>Width of one head.</summary>
    public const int HeadDim = 8192;

    /// <summary>Width of the residual stream or of a feed-forward part.</summary>
    public const int Width = 1 << 24;

    /// <summary>Rows of the embedding.</summary>
    public const int Vocabulary = 1 << 26;

    /// <summary>Experts of a layer.</summary>
    public const int Experts = 1 << 16;

    /// <summary>Tokens of a sequence.</summary>
    public const int Positions = 1 << 30;
}
