namespace Plimsoll.Formats.Parquet;

/// <summary>
/// A Parquet file that cannot be read: malformed, truncated, using a feature this reader refuses, or lacking what was asked for.
/// The reader throws nothing else because of a file's content.
/// </summary>
public sealed class ParquetException : Exception
{
    internal ParquetException(string file, string reason, long? offset = null, Exception? cause = null)
        : base(offset is { } at ? $"{file}: {reason} (at byte {at})" : $"{file}: {reason}", cause)
    {
        File = file;
        Reason = reason;
        Offset = offset;
    }

    /// <summary>The file's name or path, as it was given when it was opened.</summary>
    public string File { get; }

    /// <summary>What is wrong, without the file's name.</summary>
    public string Reason { get; }

    /// <summary>Offset in the file, in bytes, of the page or footer where the problem was found; null when it has no place.</summary>
    public long? Offset { get; }
}
