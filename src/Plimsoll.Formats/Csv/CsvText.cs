using System.Buffers;

namespace Plimsoll.Formats.Csv;

/// <summary>Writes CSV fields.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>A field, in quotes where it needs them.</summary>
    public static string Field(string value) =>
        value.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    /// <summary>A record without its line break.</summary>
    public static string Record(IEnumerable<string> fields) => string.Join(',', fields.Select(Field));
}
