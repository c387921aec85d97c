using System.CommandLine.Parsing;
using System.Globalization;
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

    /// <summary>Every problem found so far, in the order of reading.</summary>
    public IReadOnlyList<ValidationError> Errors => _errors;

    /// <summary>Adds a problem of a flag, such as a contradiction with another.</summary>
    public void Refuse(Flag flag, string message, string? hint = null) => _errors.Add(new ValidationError(flag.Name, message, hint));

    /// <summary>Whether the flag was given.</summary>
    public bool Has(Flag flag) => Find(flag) is not null;

    /// <summary>Whether a switch was given.</summary>
    public bool Switch(Flag flag) => Has(flag);

    /// <summary>The operand's text, or null when it was not given.</summary>
    public string? Text(Operand operand) =>
        _result.Children.OfType<ArgumentResult>().FirstOrDefault(a => a.Argument.Name == operand.Name)?.Tokens is [var token, ..] ? token.Value : null;

    /// <summary>The flag's text, or null when it was not given. A value outside the flag's choices is a problem.</summary>
    public string? Text(Flag flag)
    {
        if (Find(flag)?.Tokens is not [var token])
        {
            return null;
        }

        var match = flag.Choices.FirstOrDefault(choice => choice.Equals(token.Value, StringComparison.OrdinalIgnoreCase));
        if (match is null && flag.Choices.Count > 0)
        {
            Refuse(
                flag,
                $"'{token.Value}' is not one of {string.Join(", ", flag.Choices)}",
                NearestName.Hint(token.Value, flag.Choices));
            return null;
        }

        return match ?? token.Value;
    }

    /// <summary>The flag's comma-separated list, or null when it was not given.</summary>
    public IReadOnlyList<string>? List(Flag flag) =>
        Text(flag)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The flag's whole number, or null when it was not given or is none.</summary>
    public int? Integer(Flag flag)
    {
        if (Text(flag) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Refuse(flag, $"'{text}' is not a whole number");
        return null;
    }

    /// <summary>The flag's finite number, or null when it was not given or is none.</summary>
    public double? Number(Flag flag)
    {
        if (Text(flag) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(flag, $"'{text}' is not a number");
        return null;
    }

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
