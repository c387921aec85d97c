namespace Plimsoll.Formats.Compression;

/// <summary>One state of an entropy decoder: its symbol, and how to reach the next state.</summary>
/// <param name="Next">Least next state.</param>
/// <param name="Symbol">The symbol that the state stands for.</param>
/// <param name="Bits">Bits to read and add to <paramref name="Next"/>.</param>
internal readonly record struct FseState(ushort Next, byte Symbol, byte Bits);
