namespace Plimsoll.Cli.Arguments;

/// <summary>The argument of a verb that has no flag, such as the file to read.</summary>
/// <param name="Name">How the help calls it, in capitals.</param>
/// <param name="Description">One sentence for the help.</param>
internal sealed record Operand(string Name, string Description)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool Repeats { get; init; }
}
