using System.Text.Json.Nodes;
using Plimsoll.Load.Schedules;

namespace Plimsoll.Load.Prompts;

/// <summary>Prompts as token ids, exact by construction and without a tokenizer; completions endpoints take them.</summary>
/// <remarks>Ids from <see cref="LowestId"/> up to <see cref="HighestId"/>: plain text in every vocabulary in use, clear of control tokens at both ends.</remarks>
public sealed class TokenIdPrompts : IPromptMaker
{
    /// <summary>The lowest id used.</summary>
    public const int LowestId = 1000;

    /// <summary>The highest id used.</summary>
    public const int HighestId = 29_999;

    /// <inheritdoc/>
    public bool IsExact => true;

    /// <inheritdoc/>
    public JsonNode Make(int tokens, SeededRandom random)
    {
        var ids = new JsonArray();
        for (var i = 0; i < tokens; i++)
        {
            ids.Add((JsonNode)(LowestId + random.NextInt(HighestId - LowestId + 1)));
        }

        return ids;
    }
}
