using System.Text;
using FsCheck.Fluent;
using Plimsoll.Load.Tokenizing;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Tokenizing;

public sealed class ByteLevelTokenizerTests
{
    private const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}""";

    [Fact]
    public void The_earliest_merge_goes_first_and_of_equals_the_leftmost()
    {
        var tokenizer = Tokenizer(["b c", "a b", "a a", "aa a"], Gpt2);
        Assert.Equal(["a", "bc"], Pieces(tokenizer, "abc"));
        Assert.Equal(["aa", "aaa"], Pieces(tokenizer, "aaaaa"));
    }

    [Fact]
    public void Long_words_are_merged_like_short_ones()
    {
        var tokenizer = Tokenizer(["a b", "ab a", "b a", "aba b", "a a"], Gpt2);
        var random = Gen.ArrayOf(Gen.Elements('a', 'b', 'c')).Where(word => word.Length > 0);
        Properties.Check(random, word =>
        {
            // The same word beside a break in the same text, long enough to take the other path.
            var text = new string(word);
            var padded = text + new string('c', 100);
            return Pieces(tokenizer, text).Concat(Enumerable.Repeat("c", 100)).SequenceEqual(Pieces(tokenizer, padded));
        });
    }

    [Fact]
    public void Any_text_comes_back()
    {
        var tokenizer = Tokenizer(["h e", "l l", "he ll", "Ġ he"], Gpt2);
        var characters = Gen.Elements("h", "e", "l", " ", "\n", "é", "中", "🙂", "𝒜", "e\u0301", "\u200d", "9", "<|end|>", "'s", "\t");
        Properties.Check(Gen.ArrayOf(characters).Select(string.Concat), text => tokenizer.Decode(tokenizer.Encode(text)) == text);
    }

    [Fact]
    public void Added_tokens_are_cut_out_before_anything_else()
    {
        var tokenizer = Tokenizer([], Gpt2);
        Assert.Equal([999], tokenizer.Encode("<|end|>"));
        Assert.Equal(["a", "<|end|>", "b"], Pieces(tokenizer, "a<|end|>b"));
        Assert.Contains(999, tokenizer.SpecialTokens);
        Assert.Equal(1000, tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData("12345", new[] { "123", "45" })]
    [InlineData("I'LL go\n\n x", new[] { "I", "'LL", " go", "\n\n", " x" })]
    [InlineData("𝒜𝒷c 🙂x", new[] { "𝒜𝒷c", " 🙂", "x" })]
    public void Words_are_those_of_the_pattern_counted_in_characters(string text, string[] words)
    {
        var splitter = new WordSplitter(
            [SplitPatterns.Of(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")]);
        Assert.Equal(words, splitter.Split(text).Select(word => text[word]));
    }

    [Theory]
    [InlineData("""{"model":{"type":"Unigram","vocab":[]}}""", "Unigram")]
    [InlineData("""{"model":{"type":"BPE","byte_fallback":true,"vocab":{},"merges":[]}}""", "not byte-level")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]},"pre_tokenizer":{"type":"ByteLevel"}}""", "'a b'")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"pre_tokenizer":{"type":"Metaspace"}}""", "Metaspace")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"normalizer":{"type":"Lowercase"}}""", "Lowercase")]
    public void What_is_not_supported_is_refused_by_name(string json, string named)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        Assert.Contains(named, Assert.Throws<TokenizerException>(() => TokenizerFile.Read(stream)).Message, StringComparison.Ordinal);
    }

    private static string[] Pieces(ByteLevelTokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Select(id => tokenizer.Decode([id]))];

    private static ByteLevelTokenizer Tokenizer(string[] merges, string preTokenizer)
    {
        var entries = new List<string>();
        for (var value = 0; value < 256; value++)
        {
            entries.Add(ByteAlphabet.Character((byte)value).ToString());
        }

        entries.AddRange(merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)).Distinct());
        var vocab = string.Join(',', entries.Select((entry, id) => $"{System.Text.Json.JsonSerializer.Serialize(entry)}:{id}"));
        var learned = string.Join(',', merges.Select(merge => $"\"{merge}\""));
        const string Added = """[{"id":999,"content":"<|end|>","special":true}]""";
        var model = "{\"type\":\"BPE\",\"vocab\":{" + vocab + "},\"merges\":[" + learned + "]}";
        var json = "{\"added_tokens\":" + Added + ",\"pre_tokenizer\":" + preTokenizer + ",\"model\":" + model + "}";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return TokenizerFile.Read(stream);
    }
}
