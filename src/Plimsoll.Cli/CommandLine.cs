using System.CommandLine;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Help;
using Plimsoll.Cli.Verbs;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli;

/// <summary>Turns arguments into the run of one verb, and every way a run can end into an exit code.</summary>
internal sealed class CommandLine(IReadOnlyList<Verb> verbs, Terminal terminal)
{
    private readonly Dictionary<Command, Verb> _verbOf = [];

    /// <summary>Runs the verb that the arguments name and returns an <see cref="ExitCode"/>.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            return RunVerb(Spelling.Normalise(arguments));
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return Ending.Report(thrown, terminal.Error);
        }
    }

    private int RunVerb(IReadOnlyList<string> arguments)
    {
        if (arguments is ["--version"])
        {
            arguments = ["version"];
        }

        var help = new Option<bool>("--help", "-h", "-?") { Recursive = true };
        var result = Grammar(help).Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var helpWanted = result.GetResult(help) is { Implicit: false };
        if (!_verbOf.TryGetValue(result.CommandResult.Command, out var verb))
        {
            if (helpWanted && result.UnmatchedTokens.Count == 0)
            {
                HelpPage.WriteOverview(verbs, terminal.Output);
                return ExitCode.Done;
            }

            throw new InvalidInputException([Refusals.OfUnknownVerb(arguments, verbs)]);
        }

        if (helpWanted)
        {
            HelpPage.WriteVerb(verb, terminal.Output);
            return ExitCode.Done;
        }

        return verb.Run(new GivenFlags(result.CommandResult, Refusals.Of(result, verb)), terminal);
    }

    private Command Grammar(Option help)
    {
        var root = new Command("plimsoll") { TreatUnmatchedTokensAsErrors = false };
        root.Options.Add(help);
        foreach (var verb in verbs)
        {
            var command = root;
            foreach (var word in verb.Name.Split(' '))
            {
                var next = command.Subcommands.FirstOrDefault(c => c.Name == word);
                if (next is null)
                {
                    next = new Command(word) { TreatUnmatchedTokensAsErrors = false };
                    command.Subcommands.Add(next);
                }

                command = next;
            }

            AddFlags(command, verb);
            _verbOf.Add(command, verb);

            // A verb may be the first word of another (validate, validate steps): only with an action does the parser take it on its own.
            command.SetAction(_ => ExitCode.Done);
        }

        return root;
    }

    private static void AddFlags(Command command, Verb verb)
    {
        foreach (var flag in verb.Flags)
        {
            var aliases = flag.Aliases.ToArray();
            command.Options.Add(OptionOf(flag, aliases));
        }

        if (verb.Operand is { } operand)
        {
            command.Arguments.Add(operand.Repeats
                ? new Argument<string[]>(operand.Name) { Arity = ArgumentArity.OneOrMore }
                : new Argument<string>(operand.Name));
        }
    }

    private static Option OptionOf(Flag flag, string[] aliases) => flag switch
    {
        { Value: null } => new Option<bool>(flag.Name, aliases) { Arity = ArgumentArity.Zero },
        { Repeatable: true } => new Option<string[]>(flag.Name, aliases) { AllowMultipleArgumentsPerToken = false },
        _ => new Option<string>(flag.Name, aliases),
    };
}
