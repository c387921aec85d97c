using System.Numerics;

namespace Plimsoll.Formats.Compression;

/// <summary>The Huffman code of Zstandard literals (RFC 8878, section 4.2); stays valid for later blocks that reuse it.</summary>
internal sealed class HuffmanTable
{
    private const int MaxBits = 11;
    private const int MaxWeightLog = 6;
    private const int SymbolsPerWindow = ReverseBits.WindowBits / MaxBits;

    // Per possible next bits: the symbol in the low byte, the length of its code in the high byte.
    private readonly ushort[] _entries = new ushort[1 << MaxBits];
    private readonly FseState[] _weightStates = new FseState[1 << MaxWeightLog];
    private int _bits;

    /// <summary>Whether a table has been read.</summary>
    public bool IsSet => _bits > 0;

    /// <summary>Forgets the table, as each frame must.</summary>
    public void Reset() => _bits = 0;

    /// <summary>Reads a tree description from the front of <paramref name="source"/>.</summary>
    public void Read(ref ReadOnlySpan<byte> source)
    {
        Span<byte> weights = stackalloc byte[256];
        if (source.IsEmpty)
            throw Corrupt();
        int head = source[0];
        source = source[1..];
        int count;
        if (head >= 128)
        {
            count = head - 127;
            ReadDirectWeights(ref source, weights[..count]);
        }
        else
        {
            if (head > source.Length)
                throw Corrupt();
            count = ReadCompressedWeights(source[..head], weights);
            source = source[head..];
        }

        Build(weights, count);
    }

    /// <summary>Decodes one stream, which must fill <paramref name="output"/> exactly.</summary>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> output)
    {
        var bits = new ReverseBits(stream);
        Finish(ref bits, output);
    }

    /// <summary>Decodes four streams side by side, which hides the latency of each; together they must fill <paramref name="output"/>.</summary>
    public void DecodeFour(ReadOnlySpan<byte> streams, Span<byte> output)
    {
        if (streams.Length < 6)
            throw Corrupt();
        var size1 = streams[0] | (streams[1] << 8);
        var size2 = streams[2] | (streams[3] << 8);
        var size3 = streams[4] | (streams[5] << 8);
        streams = streams[6..];
        var segment = (output.Length + 3) / 4;
        if (size1 + size2 + size3 > streams.Length || 3 * segment > output.Length)
            throw Corrupt();

        var bits1 = new ReverseBits(streams[..size1]);
        var bits2 = new ReverseBits(streams.Slice(size1, size2));
        var bits3 = new ReverseBits(streams.Slice(size1 + size2, size3));
        var bits4 = new ReverseBits(streams[(size1 + size2 + size3)..]);
        var output1 = output[..segment];
        var output2 = output.Slice(segment, segment);
        var output3 = output.Slice(2 * segment, segment);
        var output4 = output[(3 * segment)..];

        var entries = _entries;
        var shift = 64 - _bits;
        var done = 0;
        var last = output4.Length - SymbolsPerWindow;
        while (done <= last && Math.Min(Math.Min(bits1.Left, bits2.Left), Math.Min(bits3.Left, bits4.Left)) >= ReverseBits.WindowBits)
        {
            var window1 = bits1.Window();
            var window2 = bits2.Window();
            var window3 = bits3.Window();
            var window4 = bits4.Window();
            int used1 = 0, used2 = 0, used3 = 0, used4 = 0;
            for (var end = done + SymbolsPerWindow; done < end; done++)
            {
                var entry1 = entries[(int)(window1 << used1 >> shift)];
                var entry2 = entries[(int)(window2 << used2 >> shift)];
                var entry3 = entries[(int)(window3 << used3 >> shift)];
                var entry4 = entries[(int)(window4 << used4 >> shift)];
                output1[done] = (byte)entry1;
                output2[done] = (byte)entry2;
                output3[done] = (byte)entry3;
                output4[done] = (byte)entry4;
                used1 += entry1 >> 8;
                used2 += entry2 >> 8;
                used3 += entry3 >> 8;
                used4 += entry4 >> 8;
            }

            bits1.Skip(used1);
            bits2.Skip(used2);
            bits3.Skip(used3);
            bits4.Skip(used4);
        }

        Finish(ref bits1, output1[done..]);
        Finish(ref bits2, output2[done..]);
        Finish(ref bits3, output3[done..]);
        Finish(ref bits4, output4[done..]);
    }

    private void Finish(ref ReverseBits bits, Span<byte> output)
    {
        var entries = _entries;
        var shift = 64 - _bits;
        var done = 0;
        while (done < output.Length)
        {
            var window = bits.Window();
            var used = 0;
            for (var end = Math.Min(done + SymbolsPerWindow, output.Length); done < end; done++)
            {
                var entry = entries[(int)(window << used >> shift)];
                output[done] = (byte)entry;
                used += entry >> 8;
            }

            bits.Skip(used);
            if (bits.Left < 0)
                throw Corrupt();
        }

        if (bits.Left != 0)
            throw Corrupt();
    }

    private static void ReadDirectWeights(ref ReadOnlySpan<byte> source, scoped Span<byte> weights)
    {
        var bytes = (weights.Length + 1) / 2;
        if (bytes > source.Length)
            throw Corrupt();
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (byte)((i & 1) == 0 ? source[i >> 1] >> 4 : source[i >> 1] & 15);
        source = source[bytes..];
    }

    // Two decoders take turns on one bitstream; each symbol is given out before the bits for the state after it are read.
    private int ReadCompressedWeights(ReadOnlySpan<byte> source, Span<byte> weights)
    {
        Span<short> counts = stackalloc short[MaxBits + 1];
        var symbols = FseTable.ReadCounts(ref source, counts, MaxWeightLog, out var log);
        var states = _weightStates;
        FseTable.Build(counts[..symbols], states, log);

        var bits = new ReverseBits(source);
        var current = states[(int)bits.Read(log)];
        var other = states[(int)bits.Read(log)];
        if (bits.Left < 0)
            throw Corrupt();
        var count = 0;
        while (bits.Left >= 0)
        {
            // The last weight is implied, so at most 255 are written.
            if (count >= weights.Length - 2)
                throw Corrupt();
            weights[count++] = current.Symbol;
            var next = current.Next + bits.Read(current.Bits);
            current = other;
            other = states[(int)next];
        }

        weights[count++] = current.Symbol;
        return count;
    }

    private void Build(Span<byte> weights, int count)
    {
        Span<int> starts = stackalloc int[MaxBits + 2];
        starts.Clear();
        var sum = 0;
        for (var symbol = 0; symbol < count; symbol++)
        {
            if (weights[symbol] > MaxBits)
                throw Corrupt();
            starts[weights[symbol]]++;
            sum += 1 << weights[symbol] >> 1;
        }

        // The last weight is not written: it is what fills the table up to a power of two.
        if (sum == 0)
            throw Corrupt();
        var bits = BitOperations.Log2((uint)sum) + 1;
        var rest = (1 << bits) - sum;
        if (bits > MaxBits || !BitOperations.IsPow2(rest))
            throw Corrupt();
        weights[count] = (byte)(BitOperations.Log2((uint)rest) + 1);
        starts[weights[count]]++;
        if (starts[1] < 2)
            throw Corrupt();

        // Longest codes (weight 1) come first, and within a length the symbols in their order.
        var start = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            var size = starts[weight] << (weight - 1);
            starts[weight] = start;
            start += size;
        }

        for (var symbol = 0; symbol <= count; symbol++)
        {
            int weight = weights[symbol];
            if (weight == 0)
                continue;
            var size = 1 << (weight - 1);
            var entry = (ushort)((bits + 1 - weight) << 8 | symbol);
            for (var end = starts[weight] + size; starts[weight] < end; starts[weight]++)
                _entries[starts[weight]] = entry;
        }

        _bits = bits;
    }

    private static MalformedDataException Corrupt() => new("a Zstandard Huffman code is corrupt");
}
