using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Composition;

/// <summary>Collects what goes wrong while names are looked up one by one, so that all of it is reported together.</summary>
internal sealed class NameProblems
{
    private readonly List<ValidationError> _invalid = [];
    private readonly List<ValidationError> _missing = [];

    /// <summary>Names that are wrong.</summary>
    public IReadOnlyList<ValidationError> Invalid => _invalid;

    /// <summary>Names that may be right, but what they stand for cannot be had.</summary>
    public IReadOnlyList<ValidationError> Missing => _missing;

    /// <summary>Whether every look-up so far succeeded.</summary>
    public bool None => _invalid.Count + _missing.Count == 0;

    /// <summary>The result of a look-up, or null with its problems kept under the key of the request where the name was given.</summary>
    public T? Try<T>(Func<T?> find, string key)
        where T : class
    {
        try
        {
            return find();
        }
        catch (InvalidInputException refused)
        {
            _invalid.AddRange(refused.Errors.Select(error => Placed(error, key)));
        }
        catch (MissingDataException missing)
        {
            _missing.AddRange(missing.Errors.Select(error => Placed(error, key)));
        }

        return null;
    }

    /// <summary>Refuses the run with these problems and those of its flags; only when nothing is wrong but missing, as missing data.</summary>
    /// <exception cref="InvalidInputException">Something is wrong.</exception>
    /// <exception cref="MissingDataException">Nothing is wrong, something cannot be had.</exception>
    public void ThrowIfAny(GivenFlags given)
    {
        if (given.Errors.Count + Invalid.Count > 0)
        {
            throw new InvalidInputException([.. given.Errors, .. Invalid, .. Missing]);
        }

        if (Missing.Count > 0)
        {
            throw new MissingDataException(Missing);
        }
    }

    // The rooms below name the flag that they know of; files and other places stay as they are.
    private static ValidationError Placed(ValidationError error, string key) =>
        error.Path.StartsWith("--", StringComparison.Ordinal) ? error with { Path = key } : error;
}
