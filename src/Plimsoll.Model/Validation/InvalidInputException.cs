namespace Plimsoll.Model.Validation;

/// <summary>An input was refused; the command ends with exit code 2 and prints every error.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Refuses an input for all the given reasons.</summary>
    public InvalidInputException(IReadOnlyList<ValidationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Refuses an input for one reason.</summary>
    public InvalidInputException(string path, string message, string? hint = null)
        : this([new ValidationError(path, message, hint)])
    {
    }

    /// <summary>All reasons, in the order of the input.</summary>
    public IReadOnlyList<ValidationError> Errors { get; }
}
