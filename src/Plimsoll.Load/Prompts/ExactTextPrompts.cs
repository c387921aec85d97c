using System.Text;
using System.Text.Json.Nodes;
using Plimsoll.Load.Schedules;
using Plimsoll.Load.Tokenizing;

namespace Plimsoll.Load.Prompts;

/// <summary>Prompts of words that are one token each, so that a text of n words is n tokens when it is tokenised again.</summary>
/// <remarks>
/// A byte-level tokenizer splits text before each space that precedes letters and never merges across such a split; the words are checked
/// one by one, and so is the first of the prompts made. A prompt begins without a space, which chat templates may trim.
/// </remarks>
public sealed class ExactTextPrompts : IPromptMaker
{
    private const int MostWords = 2048;
    private const int FewestWords = 16;
    private const int ProbedTokens = 1024;
    private readonly List<string> _words = [];
    private readonly List<string> _openers = [];

    /// <summary>Finds the words of a tokenizer.</summary>
    /// <exception cref="TokenizerException">It has too few.</exception>
    public ExactTextPrompts(ITokenizer tokenizer)
    {
        // Ids in an order that is scattered over the vocabulary, the same for everybody: the words do not depend on the seed.
        var random = new SeededRandom(0);
        var seen = new HashSet<int>();
        for (var tries = 0; _words.Count < MostWords && tries < tokenizer.VocabularySize * 4; tries++)
        {
            var id = random.NextInt(tokenizer.VocabularySize);
            if (seen.Add(id))
            {
                TakeIfWord(tokenizer, id);
            }
        }

        if (_words.Count < FewestWords || _openers.Count == 0)
        {
            throw new TokenizerException($"only {_words.Count} of its tokens are plain words with a space before them; prompts of exact length need {FewestWords}");
        }

        var probe = Text(ProbedTokens, random);
        if (tokenizer.Count(probe) is var count and not ProbedTokens)
        {
            throw new TokenizerException($"prompts of exact length cannot be made with it: a text of {ProbedTokens} one-token words has {count} tokens");
        }
    }

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public JsonNode Make(int tokens, SeededRandom random) => Text(tokens, random);

    /// <summary>A text of exactly so many tokens.</summary>
    public string Text(int tokens, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        var text = new StringBuilder(tokens * 7);
        text.Append(_openers[random.NextInt(_openers.Count)]);
        for (var i = 1; i < tokens; i++)
        {
            text.Append(_words[random.NextInt(_words.Count)]);
        }

        return text.ToString();
    }

    private void TakeIfWord(ITokenizer tokenizer, int id)
    {
        var text = tokenizer.Decode([id]);
        if (text.Length is < 3 or > 12 || text[0] != ' ' || !text.AsSpan(1).ContainsOnlyLowercase() || tokenizer.Encode(text) is not [var same] || same != id)
        {
            return;
        }

        _words.Add(text);
        if (tokenizer.Count(text[1..]) == 1)
        {
            _openers.Add(text[1..]);
        }
    }
}
