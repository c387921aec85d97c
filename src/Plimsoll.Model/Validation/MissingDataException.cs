namespace Plimsoll.Model.Validation;

/// <summary>The input is valid but the data to answer it are absent; the command ends with exit code 4.</summary>
public sealed class MissingDataException : Exception
{
    /// <summary>Says what is missing and what would provide it.</summary>
    public MissingDataException(string subject, string message, string? hint = null)
        : this([new ValidationError(subject, message, hint)])
    {
    }

    /// <summary>Says everything that is missing.</summary>
    public MissingDataException(IReadOnlyList<ValidationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The first of what is missing, as an error of the input.</summary>
    public ValidationError Error => Errors[0];

    /// <summary>Everything that is missing, as errors of the input.</summary>
    public IReadOnlyList<ValidationError> Errors { get; }
}
