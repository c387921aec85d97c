using Plimsoll.Cli;
using Plimsoll.Cli.Verbs;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary>One run of the command line inside this process, over given verbs.</summary>
internal sealed class CliRun
{
    public CliRun(IReadOnlyList<Verb> verbs, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        ExitCode = new CommandLine(verbs, new Terminal(output, error, Colour: false)).Run(arguments);
        (Output, Error) = (output.ToString(), error.ToString());
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }
}
