using System.Text.Json.Nodes;
using Plimsoll.Load.Schedules;

namespace Plimsoll.Load.Prompts;

/// <summary>Makes prompts of a length. Implementations are safe to use from several threads.</summary>
public interface IPromptMaker
{
    /// <summary>Whether a prompt has exactly the tokens asked for.</summary>
    bool IsExact { get; }

    /// <summary>A prompt of so many tokens, as the JSON of a request: a string, or an array of token ids.</summary>
    JsonNode Make(int tokens, SeededRandom random);
}
