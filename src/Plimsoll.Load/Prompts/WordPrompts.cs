using System.Text.Json.Nodes;
using Plimsoll.Load.Schedules;

namespace Plimsoll.Load.Prompts;

/// <summary>Prompts of short English words, about a token each, for chat endpoints without a tokenizer. How many tokens they are, only the server knows.</summary>
public sealed class WordPrompts : IPromptMaker
{
    private static readonly string[] Words =
    [
        "the", "water", "time", "house", "green", "light", "road", "paper", "north", "music", "river", "table", "winter", "story", "hand", "market",
        "small", "stone", "garden", "letter", "open", "second", "bridge", "morning", "field", "voice", "white", "city", "number", "book", "wind", "school",
        "long", "price", "summer", "line", "ground", "picture", "early", "world", "office", "tree", "horse", "night", "power", "window", "simple", "center",
        "place", "ship", "order", "king", "table", "study", "brown", "force", "island", "train", "glass", "month", "dream", "metal", "village", "answer",
    ];

    /// <inheritdoc/>
    public bool IsExact => false;

    /// <inheritdoc/>
    public JsonNode Make(int tokens, SeededRandom random)
    {
        var words = new string[tokens];
        for (var i = 0; i < tokens; i++)
        {
            words[i] = Words[random.NextInt(Words.Length)];
        }

        return string.Join(' ', words);
    }
}
