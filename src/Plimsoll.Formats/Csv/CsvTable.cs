using System.Text;

namespace Plimsoll.Formats.Csv;

/// <summary>A CSV text with a header (RFC 4180: quoted fields may hold commas, quotes and line breaks).</summary>
public sealed class CsvTable
{
    /// <summary>Longest accepted field, in characters.</summary>
    public const int MaximumField = 1 << 20;

    /// <summary>Most accepted records.</summary>
    public const int MaximumRecords = 10_000_000;

    private readonly Dictionary<string, int> _columns;
    private readonly List<string[]> _records;

    private CsvTable(string name, string[] header, List<string[]> records)
    {
        (Name, Header, _records) = (name, header, records);
        _columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Length; i++)
        {
            if (!_columns.TryAdd(header[i], i))
            {
                throw new CsvException(name, 1, $"the column '{header[i]}' stands twice");
            }
        }
    }

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The column names.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Number of records below the header.</summary>
    public int Count => _records.Count;

    /// <summary>Whether there is a column of this name.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The field of a record; an absent column is empty.</summary>
    public string Field(int record, string column) => _columns.TryGetValue(column, out var at) ? _records[record][at] : "";

    /// <summary>Reads a text.</summary>
    /// <exception cref="CsvException">It is not CSV, is too large, or a record has another number of fields than the header.</exception>
    public static CsvTable Read(TextReader reader, string name)
    {
        var line = 1;
        var header = ReadRecord(reader, name, ref line) ?? throw new CsvException(name, 1, "is empty");
        var records = new List<string[]>();
        while (true)
        {
            var start = line;
            if (ReadRecord(reader, name, ref line) is not { } record)
            {
                return new CsvTable(name, header, records);
            }

            if (record.Length == 1 && record[0].Length == 0)
            {
                continue;
            }

            if (record.Length != header.Length)
            {
                throw new CsvException(name, start, $"has {record.Length} fields where the header has {header.Length}");
            }

            if (records.Count == MaximumRecords)
            {
                throw new CsvException(name, start, $"more than {MaximumRecords} records");
            }

            records.Add(record);
        }
    }

    private static string[]? ReadRecord(TextReader reader, string name, ref int line)
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        while (true)
        {
            var next = reader.Read();
            if (next < 0 || (!quoted && next is '\n'))
            {
                if (quoted)
                {
                    throw new CsvException(name, line, "a quoted field does not end");
                }

                line++;
                fields.Add(field.ToString());
                return [.. fields];
            }

            quoted = Take((char)next, reader, quoted, field, fields);
            line += quoted && next is '\n' ? 1 : 0;
            if (field.Length > MaximumField)
            {
                throw new CsvException(name, line, $"a field is longer than {MaximumField} characters");
            }
        }
    }

    // Returns whether the reader is inside quotes after this character.
    private static bool Take(char next, TextReader reader, bool quoted, StringBuilder field, List<string> fields)
    {
        switch (next)
        {
            case '"' when quoted && reader.Peek() == '"':
                field.Append((char)reader.Read());
                return true;
            case '"':
                return !quoted;
            case ',' when !quoted:
                fields.Add(field.ToString());
                field.Clear();
                return false;
            case '\r' when !quoted && reader.Peek() == '\n':
                return false;
            default:
                field.Append(next);
                return quoted;
        }
    }
}
