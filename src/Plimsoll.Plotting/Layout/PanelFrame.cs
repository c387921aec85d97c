using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;
using Plimsoll.Plotting.Ticks;

namespace Plimsoll.Plotting.Layout;

/// <summary>One panel at its place: grid, data, axes, reference lines, labels.</summary>
internal sealed class PanelFrame(Panel panel, SceneBox plot, AxisMap horizontal, AxisMap vertical)
{
    private readonly LabelPlacement _placement = new(plot);
    private readonly SeriesShapes _shapes = new(horizontal, vertical, plot);

    /// <summary>The primitives in drawing order; only the last panel writes the texts of the shared axis.</summary>
    public IEnumerable<SceneElement> Elements(TickSet across, TickSet upward, SeriesColours colours, bool isLast)
    {
        var data = panel.Series.SelectMany(series => _shapes.Of(series, colours.Of(series))).ToList();
        _placement.Avoid(data);
        var labels = MarkLabels();
        return
        [
            .. Grid(across, upward),
            new TextRun(panel.Vertical.Heading, new ScenePoint(Measures.Padding, plot.Top - 10), Measures.TextSize, Palette.SoftInk),
            .. data,
            .. panel.References.SelectMany(Reference),
            new Polyline([new(plot.Left, plot.Bottom + 0.5), new(plot.Right, plot.Bottom + 0.5)], Measures.Hairline, Palette.AxisLine),
            .. TickTexts(across, upward, isLast),
            .. labels.SelectMany(Label),
        ];
    }

    private static double Crisp(double place) => Math.Floor(place) + 0.5;

    private IEnumerable<SceneElement> Grid(TickSet across, TickSet upward)
    {
        foreach (var x in across.Values.Select(horizontal.At).Select(Crisp))
        {
            yield return new Polyline([new(x, plot.Top), new(x, plot.Bottom)], Measures.Hairline, Palette.GridLine);
        }

        foreach (var y in upward.Values.Select(vertical.At).Select(Crisp))
        {
            yield return new Polyline([new(plot.Left, y), new(plot.Right, y)], Measures.Hairline, Palette.GridLine);
        }
    }

    private IEnumerable<SceneElement> TickTexts(TickSet across, TickSet upward, bool isLast)
    {
        for (var i = 0; i < upward.Values.Length; i++)
        {
            var y = vertical.At(upward.Values[i]) + (Measures.TickSize * 0.36);
            yield return new TextRun(
                upward.Labels[i], new ScenePoint(plot.Left - Measures.TickGap, y), Measures.TickSize, Palette.SoftInk, TextAnchor.End);
        }

        for (var i = 0; isLast && i < across.Values.Length; i++)
        {
            var x = horizontal.At(across.Values[i]);
            yield return new Polyline([new(Crisp(x), plot.Bottom + 1), new(Crisp(x), plot.Bottom + 5)], Measures.Hairline, Palette.AxisLine);
            yield return new TextRun(
                across.Labels[i],
                new ScenePoint(x, plot.Bottom + Measures.TickGap + Measures.TickSize),
                Measures.TickSize,
                Palette.SoftInk,
                TextAnchor.Middle);
        }
    }

    private IEnumerable<SceneElement> Reference(ReferenceLine line)
    {
        var isUpright = line.Direction == AxisDirection.Horizontal;
        var place = Crisp(isUpright ? horizontal.At(line.Value) : vertical.At(line.Value));
        if (isUpright ? place < plot.Left || place > plot.Right + 1 : place < plot.Top || place > plot.Bottom + 1)
        {
            yield break;
        }

        var drawn = isUpright
            ? new Polyline([new(place, plot.Top), new(place, plot.Bottom)], 1.25, Palette.Target, 1, 4)
            : new Polyline([new(plot.Left, place), new(plot.Right, place)], 1.25, Palette.Target, 1, 4);
        _placement.Avoid([drawn]);
        yield return drawn;
        if (line.Label.Length == 0)
        {
            yield break;
        }

        var start = _placement.AnyOf(PlacesAlong(place, isUpright, TextWidth.Of(line.Label, Measures.TickSize)), line.Label, Measures.TickSize);
        yield return new TextRun(line.Label, start, Measures.TickSize, Palette.Target, Halo: true);
    }

    /// <summary>Where the name of a reference line may stand: beside it at its ends.</summary>
    private IEnumerable<ScenePoint> PlacesAlong(double place, bool isUpright, double width)
    {
        if (isUpright)
        {
            foreach (var y in new[] { plot.Top + 13, plot.Bottom - 8 })
            {
                yield return new ScenePoint(place + 6, y);
                yield return new ScenePoint(place - 6 - width, y);
            }

            yield break;
        }

        foreach (var x in new[] { plot.Right - 4 - width, plot.Left + 4, (plot.Left + plot.Right - width) / 2 })
        {
            yield return new ScenePoint(x, place - 5);
            yield return new ScenePoint(x, place + 13);
        }
    }

    private List<PointLabel> MarkLabels()
    {
        var visible = panel.Labels.Where(label => plot.Contains(_shapes.At(label.X, label.Y))).ToList();
        visible.ForEach(label => _placement.Mark(_shapes.At(label.X, label.Y)));
        return visible;
    }

    private IEnumerable<SceneElement> Label(PointLabel label)
    {
        var point = _shapes.At(label.X, label.Y);
        yield return new Ring(point, Measures.DotRadius + 2.5, 1.5, label.Colour ?? Palette.Ink);
        var start = _placement.Beside(label.Text, point, Measures.TextSize);
        yield return new TextRun(label.Text, start, Measures.TextSize, label.Colour ?? Palette.Ink, TextAnchor.Start, Bold: true, Halo: true);
    }
}
