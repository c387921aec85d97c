namespace Plimsoll.Load.Records;

/// <summary>Where a token count comes from.</summary>
public enum TokenSource
{
    /// <summary>Nowhere.</summary>
    Unknown,

    /// <summary>The prompt was made with exactly so many tokens.</summary>
    Exact,

    /// <summary>The server's usage.</summary>
    Usage,

    /// <summary>The answer's text, tokenised here.</summary>
    Tokenizer,

    /// <summary>Pieces of the stream were counted for want of anything better; a piece may hold several tokens.</summary>
    Pieces,
}
