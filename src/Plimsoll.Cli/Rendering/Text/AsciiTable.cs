namespace Plimsoll.Cli.Rendering.Text;

/// <summary>A table with <c>+---+</c> borders and centred cells, as wide as its content.</summary>
internal sealed class AsciiTable(IReadOnlyList<string> headings)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Appends a row with one cell for each heading.</summary>
    public void Add(IReadOnlyList<string> cells)
    {
        if (cells.Count != headings.Count)
        {
            throw new ArgumentException($"{cells.Count} cells for {headings.Count} headings", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter output)
    {
        var widths = headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max()).ToArray();
        var rule = "+" + string.Concat(widths.Select(width => new string('-', width + 2) + "+"));
        output.WriteLine(rule);
        WriteRow(output, headings, widths);
        output.WriteLine(rule);
        foreach (var row in _rows)
        {
            WriteRow(output, row, widths);
        }

        output.WriteLine(rule);
    }

    private static void WriteRow(TextWriter output, IReadOnlyList<string> cells, int[] widths)
    {
        output.Write('|');
        for (var column = 0; column < cells.Count; column++)
        {
            output.Write(' ');
            output.Write(Centred(cells[column], widths[column]));
            output.Write(" |");
        }

        output.WriteLine();
    }

    private static string Centred(string text, int width)
    {
        var free = width - text.Length;
        var left = (free / 2) + (int.IsOddInteger(free) && int.IsEvenInteger(text.Length) ? 1 : 0);
        return new string(' ', left) + text + new string(' ', free - left);
    }
}
