namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>One request of a trace.</summary>
public readonly record struct TraceRow
{
    /// <summary>The line it stands on, from 1; in a file that is one JSON document, its number.</summary>
    public required long Line { get; init; }

    /// <summary>When it is sent, ms; null when the file does not say.</summary>
    public double? TimeMs { get; init; }

    /// <summary>Whether it is the next turn of the row before it, sent when that is answered.</summary>
    public bool FollowsAnswer { get; init; }

    /// <summary>The pause before it, after the answer that it follows, ms.</summary>
    public double DelayMs { get; init; }

    /// <summary>Prompt tokens; of a row that <see cref="FollowsAnswer"/> and has no <see cref="Blocks"/>, its new text alone.</summary>
    public required int Isl { get; init; }

    /// <summary>Answer tokens.</summary>
    public required int Osl { get; init; }

    /// <summary>Prompt tokens known to be cached; null when the file does not say.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>The prompt block by block; null when the file does not say.</summary>
    public IReadOnlyList<PromptSegment>? Blocks { get; init; }
}
