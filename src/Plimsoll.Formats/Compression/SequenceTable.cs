using System.Numerics;

namespace Plimsoll.Formats.Compression;

/// <summary>The current decoding table of one sequence field; stays valid for later blocks that reuse it.</summary>
internal sealed class SequenceTable(SequenceAlphabet alphabet)
{
    private readonly SequenceState[] _own = new SequenceState[1 << alphabet.MaxLog];
    private readonly FseState[] _described = new FseState[1 << alphabet.MaxLog];
    private SequenceState[]? _states;

    /// <summary>The states, once a table has been read; meaningful are the first 2 to the power of <see cref="Log"/>.</summary>
    public SequenceState[] States => _states!;

    /// <summary>Logarithm of the number of states.</summary>
    public int Log { get; private set; }

    /// <summary>Forgets the table, as each frame must.</summary>
    public void Reset() => _states = null;

    /// <summary>Takes the table of a block.</summary>
    /// <param name="mode">0 predefined, 1 one symbol alone, 2 described, 3 the previous table.</param>
    /// <param name="source">Passed over the description.</param>
    public void Read(int mode, ref ReadOnlySpan<byte> source)
    {
        switch (mode)
        {
            case 0:
                _states = alphabet.Predefined;
                Log = BitOperations.Log2((uint)_states.Length);
                break;
            case 1:
                if (source.IsEmpty || source[0] >= alphabet.SymbolCount)
                    throw new MalformedDataException("a Zstandard block repeats an unknown symbol");
                _own[0] = alphabet.Always(source[0]);
                source = source[1..];
                _states = _own;
                Log = 0;
                break;
            case 2:
                Span<short> counts = stackalloc short[alphabet.SymbolCount];
                var symbols = FseTable.ReadCounts(ref source, counts, alphabet.MaxLog, out var log);
                alphabet.Build(counts[..symbols], _own, log, _described);
                _states = _own;
                Log = log;
                break;
            default:
                if (_states is null)
                    throw new MalformedDataException("a Zstandard block reuses a table that no block has described");
                break;
        }
    }
}
