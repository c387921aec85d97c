namespace Plimsoll.Load.Tokenizing;

/// <summary>A tokenizer cannot be read, or text cannot be tokenised with it.</summary>
public sealed class TokenizerException(string message) : Exception(message);
