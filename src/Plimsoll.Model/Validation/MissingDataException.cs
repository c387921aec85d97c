namespace Plimsoll.Model.Validation;

/// <summary>The input is valid but the data to answer it are absent; the command ends with exit code 4.</summary>
public sealed class MissingDataException : Exception
{
    /// <summary>Says what is missing and what would provide it.</summary>
    public MissingDataException(string subject, string message, string? hint = null)
        : base(new ValidationError(subject, message, hint).ToString()) => Error = new ValidationError(subject, message, hint);

    /// <summary>The same as an error of the input.</summary>
    public ValidationError Error { get; }
}
