using System.Collections.Frozen;

namespace Plimsoll.Load.Tokenizing;

/// <summary>Tokens as byte strings, and which neighbours merge into which token.</summary>
internal sealed class Vocabulary
{
    private readonly byte[]?[] _bytes;
    private readonly FrozenDictionary<long, Merge> _merges;
    private readonly int[] _ofByte;
    private readonly Dictionary<byte[], int> _ids;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;

    /// <summary>A vocabulary.</summary>
    /// <param name="bytes">The bytes of each token by id; null where an id has none.</param>
    /// <param name="merges">Pairs of ids with what they become, the earliest rank first.</param>
    /// <param name="ofByte">The token of each single byte, or −1.</param>
    public Vocabulary(byte[]?[] bytes, IReadOnlyDictionary<long, Merge> merges, int[] ofByte)
    {
        (_bytes, _merges, _ofByte) = (bytes, merges.ToFrozenDictionary(), ofByte);
        _ids = new Dictionary<byte[], int>(bytes.Length, BytesComparer.Instance);
        for (var id = 0; id < bytes.Length; id++)
        {
            if (bytes[id] is { } entry)
            {
                _ids.TryAdd(entry, id);
            }
        }

        _byBytes = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Ids are below this.</summary>
    public int Size => _bytes.Length;

    /// <summary>The key of a pair of neighbours.</summary>
    public static long Pair(int left, int right) => ((long)left << 32) | (uint)right;

    /// <summary>The bytes of a token; empty when the id has none.</summary>
    public ReadOnlySpan<byte> Bytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    /// <summary>The token of one byte, or −1.</summary>
    public int OfByte(byte value) => _ofByte[value];

    /// <summary>The token whose bytes are exactly these, or −1.</summary>
    public int Find(ReadOnlySpan<byte> bytes) => _byBytes.TryGetValue(bytes, out var id) ? id : -1;

    /// <summary>What two neighbours become.</summary>
    public bool TryMerge(int left, int right, out Merge merge) => _merges.TryGetValue(Pair(left, right), out merge);
}
