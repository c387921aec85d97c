using Plimsoll.Model.Validation;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>Collects what is wrong with a file, with line and field, up to a bounded number.</summary>
internal sealed class TraceProblems(string file)
{
    private const int Most = 20;
    private readonly List<ValidationError> _errors = [];

    /// <summary>How many so far.</summary>
    public int Count => _errors.Count;

    /// <summary>Adds a problem of a line.</summary>
    /// <exception cref="InvalidInputException">There are so many that reading on is no use.</exception>
    public void Add(long line, string? field, string message, string? hint = null) =>
        Add(new ValidationError(field is null ? $"{file}:{line}" : $"{file}:{line}: {field}", message, hint));

    /// <summary>Adds a problem of the file.</summary>
    /// <exception cref="InvalidInputException">There are so many that reading on is no use.</exception>
    public void AddOfFile(string message, string? hint = null) => Add(new ValidationError(file, message, hint));

    /// <summary>Refuses the file if anything is wrong with it.</summary>
    /// <exception cref="InvalidInputException">Something is.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidInputException(_errors);
        }
    }

    private void Add(ValidationError error)
    {
        _errors.Add(error);
        if (_errors.Count == Most)
        {
            _errors.Add(new ValidationError(file, $"there may be more; reading stopped after {Most} problems"));
            throw new InvalidInputException(_errors);
        }
    }
}
