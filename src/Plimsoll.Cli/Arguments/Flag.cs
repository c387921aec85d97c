namespace Plimsoll.Cli.Arguments;

/// <summary>One flag of a verb: what it is called, what it takes and what the help says about it.</summary>
/// <param name="Name">The spelling with dashes, as in <c>--total-gpus</c>; underscores are accepted too.</param>
/// <param name="Value">What stands for the value in the help, as in <c>N</c>; null for a switch.</param>
/// <param name="Description">One sentence for the help.</param>
internal sealed record Flag(string Name, string? Value, string Description)
{
    /// <summary>Other spellings.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What holds without the flag, as the help shows it; null when that needs no words.</summary>
    public string? Default { get; init; }

    /// <summary>Whether nothing can be done without it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it may be given several times, each adding to the others.</summary>
    public bool Repeatable { get; init; }

    /// <summary>The only values it takes; empty when it takes any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Under which heading the help lists it.</summary>
    public string Heading { get; init; } = "Options";
}
