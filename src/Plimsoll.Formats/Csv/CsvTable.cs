namespace Plimsoll.Formats.Csv;

/// <summary>A whole CSV file in memory, for callers that look at its records more than once; see <see cref="CsvReader"/> for the format.</summary>
public sealed class CsvTable
{
    /// <summary>Most records.</summary>
    public const int MaxRecords = 10_000_000;

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<string>> _records = [];

    private CsvTable(CsvReader reader)
    {
        Name = reader.Name;
        Header = reader.Columns;
        for (var i = 0; i < Header.Count; i++)
            _columns.Add(Header[i], i);
        while (reader.Read())
        {
            if (_records.Count == MaxRecords)
                throw new CsvException(Name, reader.Line, $"the file has more than {MaxRecords} records");
            _records.Add(reader.Fields);
        }
    }

    /// <summary>The name under which errors report the file.</summary>
    public string Name { get; }

    /// <summary>The column names in file order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Number of records below the header.</summary>
    public int Count => _records.Count;

    /// <summary>Reads a text to its end.</summary>
    /// <exception cref="CsvException">It is malformed, too large, or a record has another number of fields than the header.</exception>
    public static CsvTable Read(TextReader source, string name)
    {
        using var reader = new CsvReader(source, name);
        return new CsvTable(reader);
    }

    /// <summary>Whether there is a column of this name.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The field of a record; a column that the file lacks is empty in every record.</summary>
    public string Field(int record, string column) => _columns.TryGetValue(column, out var index) ? _records[record][index] : "";
}
