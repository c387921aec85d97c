namespace Plimsoll.Formats.Csv;

/// <summary>A CSV file that cannot be read: malformed, of uneven records, lacking a column, or with text where a number is expected.</summary>
public sealed class CsvException : Exception
{
    internal CsvException(string file, long line, string reason)
        : base($"{file}: line {line}: {reason}")
    {
        File = file;
        Line = line;
        Reason = reason;
    }

    /// <summary>The file's name or path, as it was given.</summary>
    public string File { get; }

    /// <summary>The line where the record in question starts, from 1.</summary>
    public long Line { get; }

    /// <summary>What is wrong, without file and line.</summary>
    public string Reason { get; }
}
