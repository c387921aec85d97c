using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plimsoll.Load.Tokenizing;

/// <summary>Reads a <c>tokenizer.json</c> with byte-level byte-pair encoding (GPT-2, Qwen, Llama 3, DeepSeek, gpt-oss). Other kinds are refused.</summary>
public static class TokenizerFile
{
    private const long MostBytes = 256L << 20;
    private const int MostTokens = 1 << 22;
    private const int DeepestNesting = 32;

    /// <summary>Reads a file, or the <c>tokenizer.json</c> in a folder.</summary>
    /// <exception cref="TokenizerException">It cannot be read, is broken, or is of another kind; the message says which.</exception>
    public static ByteLevelTokenizer Open(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "tokenizer.json") : path;
        try
        {
            using var stream = File.OpenRead(file);
            return stream.Length <= MostBytes
                ? Read(stream)
                : throw new TokenizerException($"'{file}' has {stream.Length} bytes; a tokenizer has at most {MostBytes}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException($"'{file}' cannot be read: {unreadable.Message}");
        }
        catch (JsonException broken)
        {
            throw new TokenizerException($"'{file}' is no JSON: {broken.Message}");
        }
        catch (Exception odd) when (odd is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new TokenizerException($"'{file}' is no tokenizer: {odd.Message}");
        }
    }

    /// <summary>Reads the text of a <c>tokenizer.json</c>.</summary>
    /// <exception cref="TokenizerException">It is of a kind that is not supported.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static ByteLevelTokenizer Read(Stream stream)
    {
        using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        var root = document.RootElement;
        var model = root.GetProperty("model");
        var kind = Text(model, "type") ?? "BPE";
        if (kind != "BPE")
        {
            throw new TokenizerException($"its model is {kind}; byte-level BPE is supported");
        }

        if (Flag(model, "byte_fallback") || Text(model, "continuing_subword_prefix") is { Length: > 0 } || Text(model, "end_of_word_suffix") is { Length: > 0 })
        {
            throw new TokenizerException("its byte-pair encoding is not byte-level");
        }

        CheckNormalizer(root);
        var patterns = Patterns(root);
        var ids = Ids(model.GetProperty("vocab"));
        return new ByteLevelTokenizer(
            VocabularyOf(ids, model.GetProperty("merges")), new WordSplitter(patterns), Added(root), Flag(model, "ignore_merges"));
    }

    private static Dictionary<string, int> Ids(JsonElement vocab)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in vocab.EnumerateObject())
        {
            var id = entry.Value.GetInt32();
            ids[entry.Name] = id is >= 0 and < MostTokens ? id : throw new TokenizerException($"the token id {id} is out of bounds");
        }

        return ids;
    }

    private static Vocabulary VocabularyOf(Dictionary<string, int> ids, JsonElement merges)
    {
        var bytes = new byte[]?[ids.Count == 0 ? 0 : ids.Values.Max() + 1];
        var ofByte = new int[256];
        Array.Fill(ofByte, -1);
        foreach (var (text, id) in ids)
        {
            bytes[id] = ByteAlphabet.Bytes(text);
            if (bytes[id] is [var single])
            {
                ofByte[single] = id;
            }
        }

        var learned = new Dictionary<long, Merge>();
        var rank = 0;
        foreach (var merge in merges.EnumerateArray())
        {
            var (left, right) = Sides(merge);
            if (!ids.TryGetValue(left, out var leftId) || !ids.TryGetValue(right, out var rightId) || !ids.TryGetValue(left + right, out var into))
            {
                throw new TokenizerException($"the merge '{left} {right}' names a token that the vocabulary does not have");
            }

            learned.TryAdd(Vocabulary.Pair(leftId, rightId), new Merge(rank++, into));
        }

        return new Vocabulary(bytes, learned, ofByte);
    }

    private static (string Left, string Right) Sides(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array)
        {
            return (merge[0].GetString()!, merge[1].GetString()!);
        }

        var text = merge.GetString()!;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 ? (text[..space], text[(space + 1)..]) : throw new TokenizerException($"'{text}' is no merge");
    }

    private static AddedTokens Added(JsonElement root)
    {
        var tokens = new List<(string, int, bool)>();
        if (root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (var token in added.EnumerateArray())
            {
                if (Text(token, "content") is { Length: > 0 } content)
                {
                    tokens.Add((content, token.GetProperty("id").GetInt32(), Flag(token, "special")));
                }
            }
        }

        return new AddedTokens(tokens);
    }

    // Composition needs Unicode's tables, which an invariant build does not carry; prompts that are made here are composed already.
    private static void CheckNormalizer(JsonElement root)
    {
        if (root.TryGetProperty("normalizer", out var normalizer) && normalizer.ValueKind == JsonValueKind.Object)
        {
            var steps = Text(normalizer, "type") == "Sequence" ? normalizer.GetProperty("normalizers").EnumerateArray().ToArray() : [normalizer];
            foreach (var step in steps)
            {
                if (Text(step, "type") is not "NFC" and var other)
                {
                    throw new TokenizerException($"its normalizer {other} is not supported");
                }
            }
        }
    }

    private static List<Regex> Patterns(JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out var pre) || pre.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException("it has no pre-tokenizer; byte-level BPE is supported");
        }

        var steps = Text(pre, "type") == "Sequence" ? pre.GetProperty("pretokenizers").EnumerateArray().ToArray() : [pre];
        var patterns = new List<Regex>();
        foreach (var step in steps)
        {
            Add(step, patterns);
        }

        return Array.Exists(steps, step => Text(step, "type") == "ByteLevel")
            ? patterns
            : throw new TokenizerException("its pre-tokenizer is not byte-level");
    }

    private static void Add(JsonElement step, List<Regex> patterns)
    {
        switch (Text(step, "type"))
        {
            case "ByteLevel":
                if (Flag(step, "add_prefix_space"))
                {
                    throw new TokenizerException("it puts a space before every text, which is not supported");
                }

                if (!step.TryGetProperty("use_regex", out var use) || use.ValueKind != JsonValueKind.False)
                {
                    patterns.Add(SplitPatterns.Default);
                }

                break;
            case "Split":
                var behaviour = Text(step, "behavior");
                if (behaviour != "Isolated" && !(behaviour == "Removed" && Flag(step, "invert")))
                {
                    throw new TokenizerException($"its split behaviour {behaviour} is not supported");
                }

                var pattern = step.GetProperty("pattern");
                patterns.Add(Text(pattern, "Regex") is { } regex ? SplitPatterns.Of(regex) : SplitPatterns.OfLiteral(Text(pattern, "String") ?? ""));
                break;
            case "Digits":
                patterns.Add(SplitPatterns.Of(Flag(step, "individual_digits") ? @"\p{N}" : @"\p{N}+"));
                break;
            case var other:
                throw new TokenizerException($"its pre-tokenizer {other} is not supported");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
