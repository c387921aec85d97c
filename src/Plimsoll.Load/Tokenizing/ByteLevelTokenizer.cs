using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Plimsoll.Load.Tokenizing;

/// <summary>
/// Byte-level byte-pair encoding as in a <c>tokenizer.json</c>: added tokens are cut out first, the rest is split into words, and each word's
/// UTF-8 bytes are merged into tokens.
/// </summary>
public sealed class ByteLevelTokenizer : ITokenizer
{
    private const int MostKeptWords = 1 << 16;
    private const int LongestKeptWord = 64;
    private readonly Vocabulary _vocabulary;
    private readonly WordSplitter _words;
    private readonly AddedTokens _added;
    private readonly PairMerger _merger;
    private readonly bool _wholeWordsFirst;
    private readonly ConcurrentDictionary<string, int[]> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _kept;

    internal ByteLevelTokenizer(Vocabulary vocabulary, WordSplitter words, AddedTokens added, bool wholeWordsFirst)
    {
        (_vocabulary, _words, _added, _wholeWordsFirst) = (vocabulary, words, added, wholeWordsFirst);
        _merger = new PairMerger(vocabulary);
        _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public int VocabularySize => Math.Max(_vocabulary.Size, _added.Size);

    /// <summary>Ids that stand for control tokens, which prompts should not contain.</summary>
    public IReadOnlySet<int> SpecialTokens => _added.Special;

    /// <inheritdoc/>
    public int Count(string text) => Encode(text).Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Encode(string text)
    {
        var tokens = new List<int>((text.Length / 3) + 4);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var (start, length, id) = _added.FindFirst(rest);
            EncodeWords(rest[..start], tokens);
            if (length == 0)
            {
                break;
            }

            tokens.Add(id);
            rest = rest[(start + length)..];
        }

        return tokens;
    }

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<int> tokens)
    {
        var bytes = new ArrayBufferWriter<byte>((tokens.Count * 4) + 1);
        foreach (var token in tokens)
        {
            if (_added.Text(token) is { } text)
            {
                bytes.Write(Encoding.UTF8.GetBytes(text));
            }
            else
            {
                bytes.Write(_vocabulary.Bytes(token));
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private void EncodeWords(ReadOnlySpan<char> text, List<int> tokens)
    {
        foreach (var word in _words.Split(text))
        {
            var characters = text[word];
            if (_lookup.TryGetValue(characters, out var known))
            {
                tokens.AddRange(known);
            }
            else
            {
                EncodeWord(characters, tokens);
            }
        }
    }

    private void EncodeWord(ReadOnlySpan<char> characters, List<int> tokens)
    {
        var from = tokens.Count;
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(characters.Length));
        var bytes = rented.AsSpan(0, Encoding.UTF8.GetBytes(characters, rented));
        var whole = _wholeWordsFirst ? _vocabulary.Find(bytes) : -1;
        if (whole >= 0)
        {
            tokens.Add(whole);
        }
        else
        {
            _merger.Encode(bytes, tokens);
        }

        ArrayPool<byte>.Shared.Return(rented);
        if (characters.Length <= LongestKeptWord && _kept < MostKeptWords && _known.TryAdd(characters.ToString(), [.. tokens[from..]]))
        {
            Interlocked.Increment(ref _kept);
        }
    }
}
