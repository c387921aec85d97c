namespace Plimsoll.Cli.Arguments;

/// <summary>Brings the spellings of the guides to one form before anything is parsed.</summary>
internal static class Spelling
{
    /// <summary>
    /// The same arguments with dashes for underscores in the names of flags (never in their values),
    /// without a leading <c>cli</c>, and with <c>help VERB</c> as <c>VERB --help</c>.
    /// </summary>
    public static IReadOnlyList<string> Normalise(IReadOnlyList<string> arguments)
    {
        var first = arguments is ["cli", ..] ? 1 : 0;
        var helpWanted = arguments.Count > first && arguments[first] == "help";
        var normalised = new List<string>(arguments.Count + 1);
        var namesHaveEnded = false;
        foreach (var argument in arguments.Skip(helpWanted ? first + 1 : first))
        {
            namesHaveEnded |= argument == "--";
            normalised.Add(namesHaveEnded ? argument : WithDashes(argument));
        }

        if (helpWanted)
        {
            normalised.Add("--help");
        }

        return normalised;
    }

    private static string WithDashes(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return argument;
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        return string.Concat(name.Replace('_', '-'), equals < 0 ? "" : argument[equals..]);
    }
}
