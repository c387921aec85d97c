using System.Globalization;
using System.Text;
using Plimsoll.Formats.Csv;
using Plimsoll.Model.Validation;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>Rows of a CSV file with the columns <c>t</c> (ms), <c>isl</c>, <c>osl</c> and <c>prefix</c>.</summary>
internal sealed class CsvRows : TraceRows
{
    private const int MostTokens = 1 << 28;
    private static readonly string[] Columns = ["t", "isl", "osl", "prefix"];
    private readonly CsvReader _reader;
    private readonly TraceProblems _problems;

    public CsvRows(Stream stream, string name, TraceOptions options, TraceProblems problems)
    {
        _problems = problems;
        _reader = new CsvReader(new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false), name);
        foreach (var column in _reader.Columns.Where(column => !Columns.Contains(column)))
        {
            problems.Add(1, column, "unknown column", NearestName.Hint(column, Columns) ?? $"the columns are {string.Join(", ", Columns)}");
        }

        var required = options.LengthsOnly ? ["isl", "osl"] : Columns[..3];
        foreach (var column in required.Where(column => !_reader.HasColumn(column)))
        {
            problems.Add(1, column, "the column is missing", column == "t" ? "give the file with --lengths and another protocol" : null);
        }

        problems.ThrowIfAny();
    }

    /// <inheritdoc/>
    public override bool Read(out TraceRow row)
    {
        while (_reader.Read())
        {
            var before = _problems.Count;
            row = new TraceRow
            {
                Line = _reader.Line,
                TimeMs = _reader.HasColumn("t") ? Time() : null,
                Isl = Tokens("isl", least: 1),
                Osl = Tokens("osl", least: 1),
                CachedTokens = _reader.HasColumn("prefix") && _reader["prefix"].Length > 0 ? Tokens("prefix", least: 0) : null,
            };
            if (_problems.Count == before)
            {
                return true;
            }
        }

        row = default;
        return false;
    }

    /// <inheritdoc/>
    public override void Dispose() => _reader.Dispose();

    private double? Time()
    {
        var text = _reader["t"];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && double.IsFinite(time) && time >= 0)
        {
            return time;
        }

        _problems.Add(_reader.Line, "t", $"'{text}' is no time of 0 ms or more");
        return null;
    }

    private int Tokens(string column, int least)
    {
        var text = _reader[column];
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens >= least && tokens <= MostTokens)
        {
            return tokens;
        }

        _problems.Add(_reader.Line, column, $"'{text}' is no whole number of tokens from {least} on");
        return least;
    }
}
