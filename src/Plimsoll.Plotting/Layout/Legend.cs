using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;

namespace Plimsoll.Plotting.Layout;

/// <summary>The names of the series beside samples of them, in rows from left to right.</summary>
internal sealed class Legend
{
    private const double Sample = 20;
    private const double SampleGap = 6;
    private const double EntryGap = 18;
    private const double RowHeight = 18;

    private readonly List<List<Entry>> _rows = [];

    public Legend(Figure figure, SeriesColours colours, double width)
    {
        var named = figure.Panels.SelectMany(panel => panel.Series).Where(series => series.Name.Length > 0)
            .GroupBy(series => series.Name, StringComparer.Ordinal);
        var used = width;
        foreach (var group in named)
        {
            var length = Sample + SampleGap + TextWidth.Of(group.Key, Measures.TextSize) + EntryGap;
            if (used + length - EntryGap > width)
            {
                _rows.Add([]);
                used = 0;
            }

            _rows[^1].Add(new Entry(group.Key, used, [.. group.DistinctBy(s => s.Kind)], colours.Of(group.First())));
            used += length;
        }
    }

    public double Height => _rows.Count * RowHeight;

    /// <summary>The primitives, with the upper left corner at the given place.</summary>
    public IEnumerable<SceneElement> Elements(double left, double top)
    {
        foreach (var (row, entries) in _rows.Index())
        {
            var middle = top + (row * RowHeight) + (RowHeight / 2);
            foreach (var entry in entries)
            {
                foreach (var element in entry.Series.SelectMany(series => SampleOf(series, entry.Colour, left + entry.Left, middle)))
                {
                    yield return element;
                }

                yield return new TextRun(
                    entry.Name, new ScenePoint(left + entry.Left + Sample + SampleGap, middle + 4), Measures.TextSize, Palette.Ink);
            }
        }
    }

    private static IEnumerable<SceneElement> SampleOf(Series series, Colour colour, double left, double middle)
    {
        switch (series.Kind)
        {
            case SeriesKind.Scatter:
                yield return new Dots(
                    [new ScenePoint(left + (Sample / 2), middle)], Math.Max(series.Size ?? Measures.DotRadius, Measures.DotRadius), colour);
                break;
            case SeriesKind.Area:
                yield return new FilledPolygon(
                    [new(left, middle - 5), new(left + Sample, middle - 5), new(left + Sample, middle + 5), new(left, middle + 5)],
                    colour,
                    Math.Max(series.Opacity ?? 0.18, 0.18));
                break;
            default:
                yield return new Polyline(
                    [new(left, middle), new(left + Sample, middle)], series.Size ?? Measures.LineWidth, colour, 1, series.Dashed ? 5 : 0);
                break;
        }
    }

    private sealed record Entry(string Name, double Left, Series[] Series, Colour Colour);
}
