using System.CommandLine.Parsing;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Arguments;

/// <summary>The flags of one run, read by type. What cannot be read is collected, so that every problem is reported at once.</summary>
internal sealed class GivenFlags
{
    private readonly CommandResult _result;
    private readonly List<ValidationError> _errors;

    /// <summary>The flags of a parsed command line and the problems that parsing has already found.</summary>
    public GivenFlags(CommandResult result, IEnumerable<ValidationError> errors)
    {
        _result = result;
        _errors = [.. errors];
    }

    /// <summary>Every problem found so far, in the order of reading; more may be added.</summary>
    public List<ValidationError> Errors => _errors;

    /// <summary>Adds a problem of a flag, such as a contradiction with another.</summary>
    public void Refuse(Flag flag, string message, string? hint = null) => _errors.Add(new ValidationError(flag.Name, message, hint));

    /// <summary>Whether a switch was given.</summary>
    public bool Switch(Flag flag) => Find(flag) is not null;

    /// <summary>The operand's text, or null when it was not given.</summary>
    public string? Text(Operand operand) =>
        _result.Children.OfType<ArgumentResult>().FirstOrDefault(a => a.Argument.Name == operand.Name)?.Tokens is [var token, ..] ? token.Value : null;

    /// <summary>All texts of an operand that repeats, in their order.</summary>
    public IReadOnlyList<string> Texts(Operand operand) =>
        _result.Children.OfType<ArgumentResult>().FirstOrDefault(a => a.Argument.Name == operand.Name)?.Tokens.Select(token => token.Value).ToArray() ?? [];

    /// <summary>The flag's value as written, or null when it was not given once.</summary>
    public GivenValue? Value(Flag flag) => Find(flag)?.Tokens is [var token] ? new GivenValue(token.Value, flag.Name) : null;

    /// <summary>The flag's text, or null when it was not given. A value outside the flag's choices is a problem.</summary>
    public string? Text(Flag flag) => flag.Choices.Count == 0 ? Value(flag)?.Text : Value(flag)?.OneOf(flag.Choices, _errors);

    /// <summary>The flag's whole number, or null when it was not given or is none.</summary>
    public int? Integer(Flag flag) => Value(flag)?.Integer(_errors);

    /// <summary>The flag's finite number, or null when it was not given or is none.</summary>
    public double? Number(Flag flag) => Value(flag)?.Number(_errors);

    /// <summary>Every value of a flag that may be given several times, in the order given.</summary>
    public IReadOnlyList<string> Values(Flag flag) => [.. Find(flag)?.Tokens.Select(token => token.Value) ?? []];

    /// <summary>Refuses the run with every problem found.</summary>
    public void ThrowIfRefused()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidInputException(_errors);
        }
    }

    private OptionResult? Find(Flag flag) =>
        _result.Children.OfType<OptionResult>().FirstOrDefault(o => o.Option.Name == flag.Name && !o.Implicit);
}
