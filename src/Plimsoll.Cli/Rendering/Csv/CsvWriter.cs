namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>Writes comma-separated values (RFC 4180, lines end with LF).</summary>
internal static class CsvWriter
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>Writes one line; a field with a comma, quote or line break is quoted.</summary>
    public static void WriteLine(IEnumerable<string> fields, TextWriter output)
    {
        output.Write(string.Join(',', fields.Select(Quoted)));
        output.Write('\n');
    }

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
