using System.Numerics;

namespace Plimsoll.Formats.Compression;

/// <summary>The meaning of the symbols of one of the three sequence fields (RFC 8878, section 3.1.1.3.2.1).</summary>
internal sealed class SequenceAlphabet
{
    /// <summary>How many literals come before a match.</summary>
    public static readonly SequenceAlphabet LiteralLengths = new(
        maxLog: 9,
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64,
            128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
        ],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1]);

    /// <summary>How many bytes a match copies.</summary>
    public static readonly SequenceAlphabet MatchLengths = new(
        maxLog: 9,
        [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
            35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
        ],
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
        ],
        [
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
        ]);

    /// <summary>How far back a match lies, or which recent distance it repeats: 2ⁿ and n more bits.</summary>
    public static readonly SequenceAlphabet Offsets = new(
        maxLog: 8,
        [
            1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15,
            1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20, 1 << 21, 1 << 22, 1 << 23, 1 << 24, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30, 1u << 31,
        ],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31],
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1]);

    private readonly uint[] _bases;
    private readonly byte[] _extras;

    private SequenceAlphabet(int maxLog, uint[] bases, byte[] extras, short[] predefinedCounts)
    {
        MaxLog = maxLog;
        _bases = bases;
        _extras = extras;
        var size = 0;
        foreach (var count in predefinedCounts)
            size += Math.Abs(count);
        Predefined = new SequenceState[size];
        Build(predefinedCounts, Predefined, BitOperations.Log2((uint)size), new FseState[size]);
    }

    /// <summary>Logarithm of the largest legal table.</summary>
    public int MaxLog { get; }

    /// <summary>How many symbols there are.</summary>
    public int SymbolCount => _bases.Length;

    /// <summary>The table that blocks may use without describing one.</summary>
    public SequenceState[] Predefined { get; }

    /// <summary>Builds a table from normalised counts whose sum is its size.</summary>
    /// <param name="counts">A count for each symbol.</param>
    /// <param name="table">Receives the table.</param>
    /// <param name="log">Logarithm of the table's size.</param>
    /// <param name="states">Working memory as large as the table.</param>
    public void Build(ReadOnlySpan<short> counts, SequenceState[] table, int log, FseState[] states)
    {
        FseTable.Build(counts, states, log);
        for (var i = 0; i < 1 << log; i++)
        {
            var state = states[i];
            table[i] = new SequenceState(_bases[state.Symbol], state.Next, _extras[state.Symbol], state.Bits);
        }
    }

    /// <summary>The table in which one symbol is always next.</summary>
    public SequenceState Always(int symbol) => new(_bases[symbol], 0, _extras[symbol], 0);
}
