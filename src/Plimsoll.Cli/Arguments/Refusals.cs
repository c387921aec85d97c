using System.CommandLine;
using System.CommandLine.Parsing;
using Plimsoll.Cli.Verbs;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Arguments;

/// <summary>Puts what is wrong with a command line into words: the flag, the reason, and what was probably meant.</summary>
internal static class Refusals
{
    /// <summary>Every problem that parsing found: values missing or given twice, unknown flags, stray words.</summary>
    public static IEnumerable<ValidationError> Of(ParseResult result, Verb verb) =>
        result.Errors.Select(OfParsing).Concat(OfUnmatched(result.UnmatchedTokens, verb)).Distinct();

    /// <summary>The problem of a first word that is no verb, or of its absence.</summary>
    public static ValidationError OfUnknownVerb(IReadOnlyList<string> arguments, IReadOnlyList<Verb> verbs)
    {
        var names = verbs.Select(verb => verb.Name).ToArray();
        var words = string.Join(' ', arguments.TakeWhile(a => !a.StartsWith('-')).Take(2));
        if (words.Length == 0)
        {
            return arguments.Count == 0
                ? new ValidationError("plimsoll", "a verb is missing", "'plimsoll --help' lists them")
                : new ValidationError(arguments[0], "a verb must come first", "as in 'plimsoll default " + arguments[0] + "'");
        }

        var first = words.Split(' ')[0];
        var hint = NearestName.Find(words, names) ?? NearestName.Find(first, names) ?? names.FirstOrDefault(n => n.StartsWith(first + " ", StringComparison.Ordinal));
        return new ValidationError("plimsoll", $"'{words}' is not a verb", hint is null ? "'plimsoll --help' lists them" : $"did you mean '{hint}'?");
    }

    private static ValidationError OfParsing(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option => new ValidationError(option.Option.Name, "needs a value"),
        OptionResult option => GivenTwice(option),
        ArgumentResult { Parent: OptionResult { Tokens.Count: 0 } option } => new ValidationError(option.Option.Name, "needs a value"),
        ArgumentResult { Parent: OptionResult option } => GivenTwice(option),
        ArgumentResult argument => new ValidationError(argument.Argument.Name, "is missing"),
        _ => new ValidationError("plimsoll", error.Message),
    };

    private static ValidationError GivenTwice(OptionResult option) =>
        new(option.Option.Name, $"given more than once ({string.Join(", ", option.Tokens.Select(t => $"'{t.Value}'"))})", "give it once");

    private static IEnumerable<ValidationError> OfUnmatched(IReadOnlyList<string> tokens, Verb verb)
    {
        var mayBeValueOfUnknownFlag = false;
        foreach (var token in tokens)
        {
            if (token.StartsWith('-') && token.Length > 1 && !char.IsAsciiDigit(token[1]))
            {
                yield return OfUnknownFlag(token.Split('=')[0], verb);
                mayBeValueOfUnknownFlag = !token.Contains('=', StringComparison.Ordinal);
            }
            else if (mayBeValueOfUnknownFlag)
            {
                mayBeValueOfUnknownFlag = false;
            }
            else
            {
                yield return new ValidationError($"'{token}'", "was not expected here");
            }
        }
    }

    private static ValidationError OfUnknownFlag(string name, Verb verb)
    {
        if (verb.Instead(name) is { } instead)
        {
            return new ValidationError(name, "is not supported", instead);
        }

        var known = verb.Flags.SelectMany(f => f.Aliases.Prepend(f.Name)).Append("--help").ToArray();
        var prefixed = known.Where(k => k.StartsWith(name, StringComparison.Ordinal)).Take(2).ToArray();
        var near = prefixed is [var only] ? only : NearestName.Find(name, known);
        return new ValidationError(
            name,
            "unknown flag",
            near is null ? $"'plimsoll {verb.Name} --help' lists them" : $"did you mean '{near}'?");
    }
}
