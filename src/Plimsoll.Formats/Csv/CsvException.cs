namespace Plimsoll.Formats.Csv;

/// <summary>A text is not the CSV that it should be.</summary>
public sealed class CsvException : Exception
{
    /// <summary>Says where and why.</summary>
    /// <param name="name">The file.</param>
    /// <param name="line">Line number, from 1.</param>
    /// <param name="reason">What is wrong.</param>
    public CsvException(string name, int line, string reason)
        : base($"{name}:{line}: {reason}") => Line = line;

    /// <summary>Line number, from 1.</summary>
    public int Line { get; }
}
