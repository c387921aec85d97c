using System.Numerics;

namespace Plimsoll.Formats.Compression;

/// <summary>Builds the decoding tables of Zstandard's finite state entropy coding (RFC 8878, section 4.1).</summary>
internal static class FseTable
{
    /// <summary>Most symbols that any table of the format has: offsets 32, match lengths 53, weights 256.</summary>
    public const int MaxSymbols = 256;

    /// <summary>Reads the normalised counts of a table from the front of <paramref name="source"/>; −1 stands for "less than 1".</summary>
    /// <param name="source">The description, which is passed over.</param>
    /// <param name="counts">Receives a count for each symbol.</param>
    /// <param name="maxLog">Largest legal table, as the logarithm of its size.</param>
    /// <param name="log">Logarithm of the table's size.</param>
    /// <returns>How many symbols have counts.</returns>
    public static int ReadCounts(ref ReadOnlySpan<byte> source, scoped Span<short> counts, int maxLog, out int log)
    {
        var at = 4L;
        log = (int)Peek(source, 0, 4) + 5;
        if (log > maxLog)
            throw Corrupt();
        var remaining = 1 << log;
        var symbol = 0;
        while (remaining > 0)
        {
            if (symbol >= counts.Length)
                throw Corrupt();
            var probability = ReadProbability(source, ref at, remaining);
            remaining -= Math.Abs(probability);
            counts[symbol++] = (short)probability;
            if (probability == 0)
                symbol = ReadZeros(source, ref at, counts, symbol);
        }

        var bytes = (at + 7) >> 3;
        if (remaining < 0 || bytes > source.Length)
            throw Corrupt();
        source = source[(int)bytes..];
        return symbol;
    }

    /// <summary>Lays out the states (RFC 8878, section 4.1.1).</summary>
    /// <param name="counts">Normalised counts whose sum is the size of the table.</param>
    /// <param name="states">Receives the table.</param>
    /// <param name="log">Logarithm of the table's size.</param>
    public static void Build(ReadOnlySpan<short> counts, FseState[] states, int log)
    {
        Span<ushort> next = stackalloc ushort[MaxSymbols];
        var size = 1 << log;
        var last = size - 1;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = (ushort)Math.Abs(counts[symbol]);
            if (counts[symbol] == -1)
                states[last--] = new FseState(0, (byte)symbol, 0);
        }

        var step = (size >> 1) + (size >> 3) + 3;
        var at = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var i = 0; i < counts[symbol]; i++)
            {
                states[at] = new FseState(0, (byte)symbol, 0);
                do
                    at = (at + step) & (size - 1);
                while (at > last);
            }
        }

        for (var i = 0; i < size; i++)
        {
            var symbol = states[i].Symbol;
            var state = next[symbol]++;
            var bits = log - BitOperations.Log2(state);
            states[i] = new FseState((ushort)((state << bits) - size), symbol, (byte)bits);
        }
    }

    // A value takes either `bits` bits or one less: the shorter form is kept for the lower values.
    private static int ReadProbability(ReadOnlySpan<byte> source, ref long at, int remaining)
    {
        var bits = BitOperations.Log2((uint)remaining + 1) + 1;
        var value = (int)Peek(source, at, bits);
        var half = 1 << (bits - 1);
        var shortOnes = (1 << bits) - 2 - remaining;
        if ((value & (half - 1)) < shortOnes)
        {
            at += bits - 1;
            return (value & (half - 1)) - 1;
        }

        at += bits;
        return (value >= half ? value - shortOnes : value) - 1;
    }

    // After a zero, two bits say how many more zeros follow; 3 means that two more bits do.
    private static int ReadZeros(ReadOnlySpan<byte> source, ref long at, scoped Span<short> counts, int symbol)
    {
        uint repeat;
        do
        {
            repeat = Peek(source, at, 2);
            at += 2;
            if (repeat > counts.Length - symbol)
                throw Corrupt();
            counts.Slice(symbol, (int)repeat).Clear();
            symbol += (int)repeat;
        }
        while (repeat == 3);

        return symbol;
    }

    // Bits beyond the source read as zero: the last value may be looked at one bit too far.
    private static uint Peek(ReadOnlySpan<byte> source, long bit, int count)
    {
        var value = 0u;
        var first = (int)(bit >> 3);
        for (var i = 0; i < 3 && first + i < source.Length; i++)
            value |= (uint)source[first + i] << (8 * i);
        return (value >> (int)(bit & 7)) & ((1u << count) - 1);
    }

    private static MalformedDataException Corrupt() => new("a Zstandard probability table is corrupt");
}
