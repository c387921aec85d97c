using System.Globalization;
using System.Text;

namespace Plimsoll.Formats.Csv;

/// <summary>
/// Reads CSV after RFC 4180, record by record: the first record names the columns, every other has as many fields.
/// Lines may end in CR LF or LF; a quoted field may hold anything. Empty lines are passed over unless there is only one column.
/// </summary>
/// <remarks>
/// Fields are bounded by <see cref="MaxFieldLength"/>, records by <see cref="MaxColumns"/>. Malformed content gives
/// a <see cref="CsvException"/> and nothing else.
/// </remarks>
public sealed class CsvReader : IDisposable
{
    /// <summary>Most characters of a field.</summary>
    public const int MaxFieldLength = 1 << 20;

    /// <summary>Most fields of a record.</summary>
    public const int MaxColumns = 4096;

    private const int End = -1;

    private readonly TextReader _source;
    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _field = new();
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly string[] _columns;
    private List<string> _fields = [];
    private int _buffered;
    private int _at;
    private long _line = 1;

    /// <summary>Reads the header.</summary>
    /// <param name="source">The text; disposed with the reader.</param>
    /// <param name="name">The name under which errors report it.</param>
    /// <exception cref="CsvException">There is no header, or it names a column twice.</exception>
    public CsvReader(TextReader source, string name)
    {
        _source = source;
        Name = name;
        if (Peek() == '\uFEFF')
            _at++;
        if (!ReadRecord())
            throw Error("the file is empty; a header is expected");
        _columns = [.. _fields];
        for (var i = 0; i < _columns.Length; i++)
        {
            if (!_index.TryAdd(_columns[i], i))
                throw Error($"two columns are named '{_columns[i]}'");
        }
    }

    /// <summary>The name under which errors report the file.</summary>
    public string Name { get; }

    /// <summary>The column names in file order.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The line where the current record starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The fields of the current record, in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>The current record's field of one column.</summary>
    /// <exception cref="CsvException">There is no such column.</exception>
    public string this[string column] => _index.TryGetValue(column, out var index)
        ? _fields[index]
        : throw Error($"there is no column '{column}'; the file has {string.Join(", ", _columns)}");

    /// <summary>Opens a UTF-8 file.</summary>
    /// <exception cref="CsvException">The content is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read at all.</exception>
    public static CsvReader Open(string path)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var source = new StreamReader(path, strict, detectEncodingFromByteOrderMarks: false);
        try
        {
            return new CsvReader(source, path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file has a column of this name.</summary>
    public bool HasColumn(string name) => _index.ContainsKey(name);

    /// <summary>Moves to the next record; false after the last.</summary>
    /// <exception cref="CsvException">The record is malformed or has another number of fields than the header.</exception>
    public bool Read()
    {
        if (!ReadRecord())
            return false;
        if (_fields.Count != _columns.Length)
            throw Error($"the record has {_fields.Count} fields, the header {_columns.Length}");
        return true;
    }

    /// <summary>The current record's field of one column as a number in invariant notation.</summary>
    /// <exception cref="CsvException">There is no such column, or its text is no number.</exception>
    public double Number(string column)
    {
        var text = this[column];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error($"'{Shorten(text)}' in column '{column}' is not a number");
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private bool ReadRecord()
    {
        var fields = new List<string>(_fields.Count);
        while (_columns is not { Length: 1 } && Peek() is '\r' or '\n')
            EndLine();
        Line = _line;
        if (Peek() == End)
            return false;
        while (true)
        {
            fields.Add(Peek() == '"' ? ReadQuoted() : ReadPlain());
            if (fields.Count > MaxColumns)
                throw Error($"the record has more than {MaxColumns} fields");
            if (Peek() != ',')
                break;
            _at++;
        }

        if (Peek() != End)
            EndLine();
        _fields = fields;
        return true;
    }

    private string ReadPlain()
    {
        _field.Clear();
        for (var next = Peek(); next is not (End or ',' or '\r' or '\n'); next = Peek())
        {
            if (next == '"')
                throw Error("a quote stands inside an unquoted field");
            Append((char)next);
        }

        return _field.ToString();
    }

    private string ReadQuoted()
    {
        _field.Clear();
        _at++;
        while (true)
        {
            var next = Peek();
            if (next == End)
                throw Error("a quoted field is not closed");
            if (next == '"')
            {
                _at++;
                if (Peek() != '"')
                    break;
            }
            else if (next == '\n')
            {
                _line++;
            }

            Append((char)next);
        }

        if (Peek() is not (End or ',' or '\r' or '\n'))
            throw Error("text follows the closing quote of a field");
        return _field.ToString();
    }

    private void EndLine()
    {
        if (Peek() == '\r')
        {
            _at++;
            if (Peek() != '\n')
                throw Error("a carriage return stands without a line feed");
        }

        _at++;
        _line++;
    }

    private void Append(char value)
    {
        if (_field.Length == MaxFieldLength)
            throw Error($"a field has more than {MaxFieldLength} characters");
        _field.Append(value);
        _at++;
    }

    private int Peek()
    {
        if (_at == _buffered)
        {
            try
            {
                _buffered = _source.Read(_buffer, 0, _buffer.Length);
            }
            catch (DecoderFallbackException)
            {
                throw Error("the text is not UTF-8");
            }

            _at = 0;
        }

        return _buffered == 0 ? End : _buffer[_at];
    }

    private CsvException Error(string reason) => new(Name, Line, reason);

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
