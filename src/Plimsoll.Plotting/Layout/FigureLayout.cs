using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;
using Plimsoll.Plotting.Ticks;

namespace Plimsoll.Plotting.Layout;

/// <summary>Arranges a figure: headings and legend on top, then the panels with their axes. Knows no back end.</summary>
public sealed class FigureLayout
{
    private readonly Figure _figure;
    private readonly SeriesColours _colours;
    private readonly List<SceneElement> _elements = [];

    private FigureLayout(Figure figure)
    {
        FigureCheck.Require(figure);
        _figure = figure;
        _colours = new SeriesColours(figure);
    }

    /// <summary>The scene of a figure.</summary>
    /// <exception cref="ArgumentException">The figure cannot be drawn as it says: values that an axis cannot show, no panel, no room.</exception>
    public static Scene Arrange(Figure figure)
    {
        var layout = new FigureLayout(figure);
        layout.Build();
        return new Scene(figure.Width, figure.Height, figure.Title, figure.Description, Palette.Paper, layout._elements);
    }

    private static double HeadingHeight => Measures.TextSize * Measures.LineHeight;

    private void Build()
    {
        var top = AddHeadings();
        var bottom = _figure.Height - Measures.Padding - HeadingHeight - (Measures.TickSize * Measures.LineHeight) - Measures.TickGap;
        var heights = PanelHeights(bottom - top);
        var vertical = _figure.Panels.Select((panel, i) =>
        {
            var extent = AxisExtent.Of(panel.Vertical, AxisDirection.Vertical, [panel]);
            var ticks = extent.Ticks(panel.Vertical, Math.Clamp((int)Math.Round(heights[i] / 44) + 1, 3, LinearTicks.Most));
            return (Ticks: ticks, Ends: extent.Ends(panel.Vertical, ticks));
        }).ToArray();

        var left = Math.Round(Measures.Padding + Measures.TickGap
            + vertical.Max(v => v.Ticks.Labels.Max(label => TextWidth.Of(label, Measures.TickSize))));
        var right = _figure.Width - Measures.Padding - 8.0;
        var (ticks, map) = HorizontalAxis(left, right);

        for (var i = 0; i < _figure.Panels.Count; i++)
        {
            top += Measures.PanelGap + HeadingHeight;
            var plot = new SceneBox(left, Math.Round(top), right, Math.Round(top + heights[i]));
            var ends = vertical[i].Ends;
            var frame = new PanelFrame(
                _figure.Panels[i], plot, map, new AxisMap(_figure.Panels[i].Vertical.Scale, ends.From, ends.To, plot.Bottom, plot.Top));
            _elements.AddRange(frame.Elements(ticks, vertical[i].Ticks, _colours, isLast: i == _figure.Panels.Count - 1));
            top += heights[i];
        }

        _elements.Add(new TextRun(
            _figure.Horizontal.Heading, new ScenePoint(right, _figure.Height - Measures.Padding), Measures.TextSize, Palette.SoftInk, TextAnchor.End));
    }

    /// <summary>Title, subtitle and legend; returns where they end.</summary>
    private double AddHeadings()
    {
        var width = _figure.Width - (2 * Measures.Padding);
        var top = Measures.Padding;
        foreach (var line in TextWrap.Lines(_figure.Title, Measures.TitleSize, width, bold: true))
        {
            AddLine(line, Measures.TitleSize, Palette.Ink, bold: true);
        }

        foreach (var line in TextWrap.Lines(_figure.Subtitle ?? "", Measures.SubtitleSize, width))
        {
            AddLine(line, Measures.SubtitleSize, Palette.SoftInk, bold: false);
        }

        var legend = new Legend(_figure, _colours, width);
        _elements.AddRange(legend.Elements(Measures.Padding, top + 6));
        return top + (legend.Height > 0 ? legend.Height + 6 : 0);

        void AddLine(string text, double size, Colour colour, bool bold)
        {
            _elements.Add(new TextRun(text, new ScenePoint(Measures.Padding, top + (size * 0.95)), size, colour, TextAnchor.Start, bold));
            top += size * Measures.LineHeight;
        }
    }

    private double[] PanelHeights(double room)
    {
        var panels = _figure.Panels;
        var free = room - (panels.Count * (Measures.PanelGap + HeadingHeight));
        if (free < 40 * panels.Count)
        {
            throw new ArgumentException($"a height of {_figure.Height} leaves no room for {panels.Count} panels", nameof(room));
        }

        var total = panels.Sum(panel => panel.Weight);
        return [.. panels.Select(panel => free * panel.Weight / total)];
    }

    /// <summary>As many ticks as fit without touching each other.</summary>
    private (TickSet Ticks, AxisMap Map) HorizontalAxis(double left, double right)
    {
        var axis = _figure.Horizontal;
        var extent = AxisExtent.Of(axis, AxisDirection.Horizontal, _figure.Panels);
        for (var wanted = Math.Clamp((int)((right - left) / 80) + 1, LinearTicks.Fewest, LinearTicks.Most); ; wanted--)
        {
            var ticks = extent.Ticks(axis, wanted);
            var (from, to) = extent.Ends(axis, ticks);
            var map = new AxisMap(axis.Scale, from, to, left, right);
            if (wanted <= LinearTicks.Fewest || !Touching(ticks, map))
            {
                return (ticks, map);
            }
        }
    }

    private static bool Touching(TickSet ticks, AxisMap map)
    {
        for (var i = 1; i < ticks.Values.Length; i++)
        {
            var room = map.At(ticks.Values[i]) - map.At(ticks.Values[i - 1]);
            var needed = (TextWidth.Of(ticks.Labels[i], Measures.TickSize) + TextWidth.Of(ticks.Labels[i - 1], Measures.TickSize)) / 2;
            if (needed + Measures.TextGap > room)
            {
                return true;
            }
        }

        return false;
    }
}
