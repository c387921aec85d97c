namespace Plimsoll.Load.Tokenizing;

/// <summary>A learned merge of two neighbouring tokens.</summary>
/// <param name="Rank">Its place in the order of learning; the lowest goes first.</param>
/// <param name="Token">What the two become.</param>
internal readonly record struct Merge(int Rank, int Token);
