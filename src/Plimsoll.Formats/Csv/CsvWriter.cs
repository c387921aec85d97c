using System.Buffers;
using System.Globalization;

namespace Plimsoll.Formats.Csv;

/// <summary>
/// Writes CSV after RFC 4180, except that lines end in LF, as the tools that read such files expect. Numbers are written in
/// invariant notation and read back exactly; a missing value is an empty field.
/// </summary>
/// <param name="target">Receives the text; stays open.</param>
public sealed class CsvWriter(TextWriter target)
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create("\",\r\n");

    private int _columns = -1;
    private int _field;

    /// <summary>Writes a field of text, quoted where necessary.</summary>
    public void Write(string? value)
    {
        if (_field++ > 0)
            target.Write(',');
        if (value is null)
            return;
        if (!value.AsSpan().ContainsAny(NeedQuotes))
        {
            target.Write(value);
            return;
        }

        target.Write('"');
        target.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        target.Write('"');
    }

    /// <summary>Writes a number in the shortest form that reads back exactly.</summary>
    public void Write(double? value) => Write(value?.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Writes an integer.</summary>
    public void Write(long? value) => Write(value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a whole record of text.</summary>
    /// <exception cref="InvalidOperationException">It has another number of fields than the first record.</exception>
    public void WriteRecord(IEnumerable<string> fields)
    {
        foreach (var field in fields)
            Write(field);
        EndRecord();
    }

    /// <summary>Ends the record.</summary>
    /// <exception cref="InvalidOperationException">It has another number of fields than the first record.</exception>
    public void EndRecord()
    {
        if (_columns < 0)
            _columns = _field;
        if (_field != _columns || _field == 0)
            throw new InvalidOperationException($"a record has {_field} fields, the first {_columns}");
        target.Write('\n');
        _field = 0;
    }
}
