namespace Plimsoll.Formats.Compression;

/// <summary>One state of the decoder of literal lengths, match lengths or offsets, with its symbol already looked up.</summary>
/// <param name="Base">Least value of the symbol.</param>
/// <param name="Next">Least next state.</param>
/// <param name="Extra">Bits to read and add to <paramref name="Base"/>.</param>
/// <param name="Bits">Bits to read and add to <paramref name="Next"/>.</param>
internal readonly record struct SequenceState(uint Base, ushort Next, byte Extra, byte Bits);
