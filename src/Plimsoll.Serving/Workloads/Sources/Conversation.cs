namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>A conversation under way: what was said so far, and which turn comes next.</summary>
internal sealed class Conversation
{
    private readonly List<PromptSegment> _said = [];

    /// <summary>Number of the next turn, from 0.</summary>
    public int NextTurn { get; private set; }

    /// <summary>Tokens of everything said.</summary>
    public int Tokens { get; private set; }

    /// <summary>Adds a turn, and returns what its prompt consists of: everything said before, and the new text.</summary>
    /// <param name="newText">The new text; several segments where part of it is known from elsewhere.</param>
    /// <param name="answer">The answer, as later prompts contain it.</param>
    public PromptContent Say(ReadOnlySpan<PromptSegment> newText, PromptSegment answer)
    {
        foreach (var segment in newText)
        {
            _said.Add(segment);
            Tokens += segment.Tokens;
        }

        var content = new PromptContent(_said.ToArray(), answer.Id);
        _said.Add(answer);
        Tokens += answer.Tokens;
        NextTurn++;
        return content;
    }
}
