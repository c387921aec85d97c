namespace Plimsoll.Cli.Rendering.Text;

/// <summary>Curves in plain ASCII: both axes start at zero and end at a round number. Later series draw over earlier ones.</summary>
internal sealed class AsciiChart(string verticalLabel, string horizontalLabel)
{
    private const int Columns = 73;
    private const int Rows = 17;
    private const int Intervals = 4;
    private const int Margin = 9;
    private readonly List<ChartSeries> _series = [];

    /// <summary>Whether no series has a point: there is nothing to draw.</summary>
    public bool IsEmpty => _series.TrueForAll(s => s.Points.Count == 0);

    /// <summary>Adds a curve, or a single mark when it has one point.</summary>
    public void Add(ChartSeries series) => _series.Add(series);

    /// <summary>Writes the chart with its legend and axes; at least one series has a point.</summary>
    public void Write(TextWriter output)
    {
        var points = _series.SelectMany(s => s.Points).ToArray();
        var (right, top) = (RoundUp(points.Max(p => p.X)), RoundUp(points.Max(p => p.Y)));
        var canvas = Draw(right, top);
        output.WriteLine(new string(' ', Margin) + verticalLabel + Legend());
        output.WriteLine(new string(' ', Margin) + "+" + new string('-', Columns) + "+");
        for (var row = 0; row < Rows; row++)
        {
            var tick = row % ((Rows - 1) / Intervals) == 0 ? Figures.Short(top * (Rows - 1 - row) / (Rows - 1)) : "";
            output.WriteLine($"{tick.PadLeft(Margin - 1)} {(tick.Length > 0 ? '+' : '|')}{new string(canvas[row])}|");
        }

        output.WriteLine(new string(' ', Margin) + "+" + new string('-', Columns) + "+");
        output.WriteLine(HorizontalTicks(right));
        output.WriteLine(new string(' ', Margin + 1 + Columns - horizontalLabel.Length) + horizontalLabel);
    }

    private string Legend() => string.Concat(_series.Where(s => s.Points.Count > 0).Select(s => $"    {s.Mark} {s.Label}"));

    private char[][] Draw(double right, double top)
    {
        var canvas = new char[Rows][];
        for (var row = 0; row < Rows; row++)
        {
            canvas[row] = new char[Columns];
            Array.Fill(canvas[row], ' ');
        }

        foreach (var series in _series)
        {
            var cells = series.Points.Select(p => Cell(p, right, top)).ToArray();
            for (var i = 0; i < cells.Length; i++)
            {
                Join(canvas, cells[Math.Max(0, i - 1)], cells[i], series.Mark);
            }
        }

        return canvas;
    }

    private static (int Column, int Row) Cell((double X, double Y) point, double right, double top) =>
        ((int)Math.Round(point.X / right * (Columns - 1)), Rows - 1 - (int)Math.Round(point.Y / top * (Rows - 1)));

    private static void Join(char[][] canvas, (int Column, int Row) from, (int Column, int Row) to, char mark)
    {
        var steps = Math.Max(Math.Max(Math.Abs(to.Column - from.Column), Math.Abs(to.Row - from.Row)), 1);
        for (var step = 0; step <= steps; step++)
        {
            var column = from.Column + (int)Math.Round((to.Column - from.Column) * (double)step / steps);
            var row = from.Row + (int)Math.Round((to.Row - from.Row) * (double)step / steps);
            canvas[row][column] = mark;
        }
    }

    private static string HorizontalTicks(double right)
    {
        var line = new char[Margin + 1 + Columns + 8];
        Array.Fill(line, ' ');
        for (var i = 0; i <= Intervals; i++)
        {
            var text = Figures.Short(right * i / Intervals);
            var centre = Margin + 1 + (i * (Columns - 1) / Intervals);
            text.CopyTo(0, line, Math.Max(0, centre - (text.Length / 2)), text.Length);
        }

        return new string(line).TrimEnd();
    }

    /// <summary>The next of 1, 1.2, 1.6, 2, 3, 4, 6, 8, 10 times a power of ten: each divides by four into short numbers.</summary>
    private static double RoundUp(double value)
    {
        if (!(value > 0))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 1.2, 1.6, 2, 3, 4, 6, 8])
        {
            if (value <= factor * power * (1 + 1e-9))
            {
                return factor * power;
            }
        }

        return 10 * power;
    }
}
