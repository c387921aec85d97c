namespace Plimsoll.Formats.Compression;

/// <summary>
/// Decodes compressed blocks (RFC 8878, section 3.1.1.3): a section of literals, then sequences, each of which takes some
/// literals and repeats earlier output. Tables and recent distances live on from block to block within a frame.
/// </summary>
internal sealed class ZstandardBlock
{
    private const int MaxLiterals = 128 << 10;

    private readonly HuffmanTable _huffman = new();
    private readonly SequenceTable _literalLengths = new(SequenceAlphabet.LiteralLengths);
    private readonly SequenceTable _offsets = new(SequenceAlphabet.Offsets);
    private readonly SequenceTable _matchLengths = new(SequenceAlphabet.MatchLengths);
    private byte[] _literalBuffer = [];
    private uint _distance1;
    private uint _distance2;
    private uint _distance3;

    /// <summary>Forgets what earlier frames have left.</summary>
    public void StartFrame()
    {
        _huffman.Reset();
        _literalLengths.Reset();
        _offsets.Reset();
        _matchLengths.Reset();
        (_distance1, _distance2, _distance3) = (1, 4, 8);
    }

    /// <summary>Decodes one block.</summary>
    /// <param name="source">The block without its header.</param>
    /// <param name="output">The output of the whole frame.</param>
    /// <param name="written">How much of it earlier blocks have filled.</param>
    /// <param name="maxBlock">Most bytes that a block of this frame may give.</param>
    /// <returns>Bytes that this block has added.</returns>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> output, int written, int maxBlock)
    {
        var literals = ReadLiterals(ref source);
        var count = ReadSequenceCount(ref source);

        // What a block may give bounds its output, so that every later check is against one length.
        output = output[..(int)Math.Min(output.Length, (long)written + maxBlock)];
        if (count > 0)
            return Execute(count, source, literals, output, written) - written;
        if (!source.IsEmpty)
            throw Corrupt();
        CopyRest(literals, output, written);
        return literals.Length;
    }

    private ReadOnlySpan<byte> ReadLiterals(ref ReadOnlySpan<byte> source)
    {
        const int Raw = 0;
        const int Repeated = 1;
        const int Compressed = 2;
        if (source.IsEmpty)
            throw Corrupt();
        int first = source[0];
        var kind = first & 3;
        var format = first >> 2 & 3;
        if (kind is Raw or Repeated)
        {
            // An even format has one bit, so that the size gets five bits of a single byte.
            var size = (format & 1) == 0 ? ReadNumber(ref source, 1) >> 3 : ReadNumber(ref source, format == 1 ? 2 : 3) >> 4;
            if (size > MaxLiterals)
                throw Corrupt();
            if (kind == Raw)
                return Take(ref source, (int)size);
            var repeated = LiteralBuffer((int)size);
            repeated.Fill(Take(ref source, 1)[0]);
            return repeated;
        }

        var sizeBits = format switch { 0 or 1 => 10, 2 => 14, _ => 18 };
        var header = ReadNumber(ref source, (4 + 2 * sizeBits) / 8);
        var plainSize = (int)(header >> 4) & ((1 << sizeBits) - 1);
        var storedSize = (int)(header >> (4 + sizeBits)) & ((1 << sizeBits) - 1);
        if (plainSize > MaxLiterals)
            throw Corrupt();
        var stored = Take(ref source, storedSize);
        if (kind == Compressed)
            _huffman.Read(ref stored);
        else if (!_huffman.IsSet)
            throw Corrupt();

        var literals = LiteralBuffer(plainSize);
        if (format == 0)
            _huffman.Decode(stored, literals);
        else
            _huffman.DecodeFour(stored, literals);
        return literals;
    }

    private static int ReadSequenceCount(ref ReadOnlySpan<byte> source)
    {
        var first = (int)ReadNumber(ref source, 1);
        return first switch
        {
            < 128 => first,
            < 255 => ((first - 128) << 8) + (int)ReadNumber(ref source, 1),
            _ => (int)ReadNumber(ref source, 2) + 0x7F00,
        };
    }

    /// <summary>Decodes and carries out the sequences and the literals after the last of them; gives the end of the output.</summary>
    private int Execute(int count, ReadOnlySpan<byte> source, ReadOnlySpan<byte> literals, Span<byte> output, int written)
    {
        var modes = (int)ReadNumber(ref source, 1);
        if ((modes & 3) != 0)
            throw Corrupt();
        _literalLengths.Read(modes >> 6, ref source);
        _offsets.Read(modes >> 4 & 3, ref source);
        _matchLengths.Read(modes >> 2 & 3, ref source);

        var bits = new ReverseBits(source);
        var literalStates = _literalLengths.States;
        var offsetStates = _offsets.States;
        var matchStates = _matchLengths.States;
        var literalState = bits.Read(_literalLengths.Log);
        var offsetState = bits.Read(_offsets.Log);
        var matchState = bits.Read(_matchLengths.Log);
        var (distance1, distance2, distance3) = (_distance1, _distance2, _distance3);
        var literal = 0;
        for (var left = count; left > 0; left--)
        {
            var byLiteral = literalStates[(int)literalState];
            var byOffset = offsetStates[(int)offsetState];
            var byMatch = matchStates[(int)matchState];

            // Up to 31 + 16 bits, then up to 16 + 9 + 9 + 8: each pair fits a window.
            var window = bits.Window();
            var offset = byOffset.Base + ReverseBits.Take(window, 0, byOffset.Extra);
            var matchLength = (int)(byMatch.Base + ReverseBits.Take(window, byOffset.Extra, byMatch.Extra));
            bits.Skip(byOffset.Extra + byMatch.Extra);
            window = bits.Window();
            var literalLength = (int)(byLiteral.Base + ReverseBits.Take(window, 0, byLiteral.Extra));
            int used = byLiteral.Extra;
            if (left > 1)
            {
                literalState = byLiteral.Next + ReverseBits.Take(window, used, byLiteral.Bits);
                used += byLiteral.Bits;
                matchState = byMatch.Next + ReverseBits.Take(window, used, byMatch.Bits);
                used += byMatch.Bits;
                offsetState = byOffset.Next + ReverseBits.Take(window, used, byOffset.Bits);
                used += byOffset.Bits;
            }

            bits.Skip(used);

            uint distance;
            if (offset > 3)
            {
                distance = offset - 3;
                distance3 = distance2;
                distance2 = distance1;
                distance1 = distance;
            }
            else
            {
                // 1 to 3 name a recent distance; without literals in between, the latest would be pointless and is left out.
                var recent = literalLength == 0 ? offset + 1 : offset;
                distance = recent switch { 1 => distance1, 2 => distance2, 3 => distance3, _ => distance1 - 1 };
                if (recent > 2)
                    distance3 = distance2;
                if (recent > 1)
                    distance2 = distance1;
                distance1 = distance;
            }

            if (literalLength > literals.Length - literal || literalLength + matchLength > output.Length - written
                || distance - 1 >= (uint)(written + literalLength))
                throw Corrupt();
            MatchCopier.CopyLiterals(literals, literal, output, written, literalLength);
            literal += literalLength;
            written += literalLength;
            MatchCopier.CopyMatch(output, written, (int)distance, matchLength);
            written += matchLength;
        }

        if (bits.Left != 0)
            throw Corrupt();
        (_distance1, _distance2, _distance3) = (distance1, distance2, distance3);
        CopyRest(literals[literal..], output, written);
        return written + literals.Length - literal;
    }

    private static void CopyRest(ReadOnlySpan<byte> literals, Span<byte> output, int written)
    {
        if (literals.Length > output.Length - written)
            throw new MalformedDataException("a Zstandard frame is larger than expected");
        literals.CopyTo(output[written..]);
    }

    private Span<byte> LiteralBuffer(int size)
    {
        if (size > _literalBuffer.Length)
            _literalBuffer = new byte[Math.Max(size, 16 << 10)];
        return new Span<byte>(_literalBuffer, 0, size);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> source, int bytes)
    {
        var value = 0UL;
        var taken = Take(ref source, bytes);
        for (var i = 0; i < bytes; i++)
            value |= (ulong)taken[i] << (8 * i);
        return value;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> source, int count)
    {
        if (count > source.Length)
            throw Corrupt();
        var taken = source[..count];
        source = source[count..];
        return taken;
    }

    private static MalformedDataException Corrupt() => new("a Zstandard block is corrupt");
}
