namespace Plimsoll.Model.Validation;

/// <summary>One problem of an input. All problems of an input are reported together.</summary>
/// <param name="Path">Where: a flag, a key path or a file with line.</param>
/// <param name="Message">What is wrong, with the offending value.</param>
/// <param name="Hint">What to do about it, or null.</param>
public sealed record ValidationError(string Path, string Message, string? Hint = null)
{
    /// <summary>One line: path, message and hint.</summary>
    public override string ToString() => Hint is null ? $"{Path}: {Message}" : $"{Path}: {Message} ({Hint})";
}
