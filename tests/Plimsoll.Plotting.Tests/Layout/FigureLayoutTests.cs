using FsCheck.Fluent;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Layout;
using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;
using Plimsoll.Testing;

namespace Plimsoll.Plotting.Tests.Layout;

/// <summary>Where things are in a figure.</summary>
public sealed class FigureLayoutTests
{
    [Fact]
    public void Nothing_lies_outside_the_paper() => Assert.All([SampleFigures.Frontier, SampleFigures.Course, SampleFigures.Comparison], figure =>
    {
        var scene = FigureLayout.Arrange(figure);
        var paper = new SceneBox(0, 0, scene.Width, scene.Height);
        Assert.All(scene.Elements.SelectMany(Points), point => Assert.True(paper.Contains(point), $"{point} of {figure.Title}"));
        Assert.All(scene.Elements.OfType<TextRun>(), text => Assert.True(paper.Contains(Box(text)), text.Text));
    });

    [Fact]
    public void Texts_do_not_cover_each_other() => Assert.All([SampleFigures.Frontier, SampleFigures.Course, SampleFigures.Comparison], figure =>
    {
        var texts = FigureLayout.Arrange(figure).Elements.OfType<TextRun>().ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.False(Box(texts[i]).Overlaps(Box(texts[j])), $"'{texts[i].Text}' and '{texts[j].Text}'");
            }
        }
    });

    [Fact]
    public void A_hundred_thousand_points_are_thinned_without_losing_a_peak()
    {
        var points = Enumerable.Range(0, 100_000).Select(i => new DataPoint(i, i == 54_321 ? 100 : i % 7)).ToArray();
        var figure = Plain(new Series("noise", SeriesKind.Line, points));

        var line = Assert.Single(FigureLayout.Arrange(figure).Elements.OfType<Polyline>(), line => line.Points.Count > 100);

        Assert.InRange(line.Points.Count, 700, 4 * 800);
        var top = FigureLayout.Arrange(Plain(new Series("peak", SeriesKind.Line, [new(0, 0), new(1, 100)]))).Elements
            .OfType<Polyline>().Single(l => l.Width == 1.75 && l.Points.Count == 2 && l.Points[0].X > 30).Points.Min(p => p.Y);
        Assert.Equal(top, line.Points.Min(p => p.Y), 6);
    }

    [Fact]
    public void Dense_scatter_is_thinned_to_what_can_be_told_apart()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 100_000).Select(_ => new DataPoint(random.NextDouble(), random.NextDouble() * 0.1)).ToArray();
        var dots = Assert.Single(FigureLayout.Arrange(Plain(new Series("", SeriesKind.Scatter, points)) with { Height = 200 }).Elements.OfType<Dots>());

        Assert.InRange(dots.Centres.Count, 1000, 50_000);
    }

    [Fact]
    public void Data_beyond_fixed_ends_is_cut_at_them() => Properties.Check(
        from count in Gen.Choose(2, 30)
        from xs in Gen.Choose(-50, 150).ListOf(count)
        from ys in Gen.Choose(-50, 150).ListOf(count)
        from kind in Gen.Elements(SeriesKind.Line, SeriesKind.Step, SeriesKind.Area, SeriesKind.Scatter)
        select new Series("data", kind, [.. xs.Zip(ys).Select(p => new DataPoint(p.First, p.Second))]),
        series =>
        {
            var figure = Plain(series) with { Horizontal = new Axis("x") { Minimum = 0, Maximum = 100 } };
            figure = figure with { Panels = [figure.Panels[0] with { Vertical = new Axis("y") { Minimum = 0, Maximum = 100 } }] };
            var empty = figure with { Panels = [figure.Panels[0] with { Series = [series with { Points = [] }] }] };
            var frame = FigureLayout.Arrange(empty).Elements.OfType<Polyline>().SelectMany(l => l.Points).ToArray();
            var (left, right) = (frame.Where(p => p.X > 37).Min(p => p.X), frame.Max(p => p.X));
            return FigureLayout.Arrange(figure).Elements.Where(e => e is Dots or FilledPolygon).SelectMany(Points)
                .All(p => (p.X >= left - 1 && p.X <= right + 1) || p.Y < 60);
        });

    [Theory]
    [InlineData(double.NaN, AxisScale.Linear)]
    [InlineData(double.PositiveInfinity, AxisScale.Linear)]
    [InlineData(0, AxisScale.Logarithmic)]
    [InlineData(-3, AxisScale.Logarithmic)]
    public void A_value_that_its_axis_cannot_show_is_refused(double value, AxisScale scale)
    {
        var figure = Plain(new Series("odd", SeriesKind.Line, [new(1, 1), new(value, 2)])) with { Horizontal = new Axis("x", null, scale) };
        Assert.Contains("'odd'", Assert.Throws<ArgumentException>(() => FigureLayout.Arrange(figure)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_without_data_still_has_axes()
    {
        var scene = FigureLayout.Arrange(Plain(new Series("none", SeriesKind.Line, [])));
        Assert.Contains(scene.Elements.OfType<TextRun>(), text => text.Text == "0.5" || text.Text == "0.50" || text.Text == "0.4");
    }

    [Fact]
    public void A_figure_without_panels_or_without_room_is_refused()
    {
        var figure = Plain(new Series("none", SeriesKind.Line, []));
        Assert.Throws<ArgumentException>(() => FigureLayout.Arrange(figure with { Panels = [] }));
        Assert.Throws<ArgumentException>(() => FigureLayout.Arrange(figure with { Height = 120 }));
        Assert.Throws<ArgumentException>(() => FigureLayout.Arrange(figure with { Horizontal = new Axis("x") { Minimum = 2, Maximum = 1 } }));
    }

    [Fact]
    public void Series_of_one_name_share_a_colour_and_an_entry_in_the_legend()
    {
        var scene = FigureLayout.Arrange(SampleFigures.Frontier);
        Assert.Single(scene.Elements.OfType<TextRun>(), text => text.Text == "agg");
        Assert.Equal(2, scene.Elements.OfType<Dots>().Select(d => d.Colour).Distinct().Count());
    }

    private static Figure Plain(Series series) => new()
    {
        Title = "Plain",
        Description = "One series.",
        Horizontal = new Axis("x"),
        Panels = [new Panel { Vertical = new Axis("y"), Series = [series] }],
    };

    private static IEnumerable<ScenePoint> Points(SceneElement element) => element switch
    {
        Polyline line => line.Points,
        FilledPolygon polygon => polygon.Points,
        Dots dots => dots.Centres,
        Ring ring => [ring.Centre],
        TextRun text => [text.At],
        _ => throw new ArgumentOutOfRangeException(nameof(element)),
    };

    private static SceneBox Box(TextRun text)
    {
        var width = TextWidth.Of(text.Text, text.Size, text.Bold);
        var left = text.At.X - (text.Anchor switch { TextAnchor.Middle => width / 2, TextAnchor.End => width, _ => 0 });
        return new SceneBox(left, text.At.Y - (0.7 * text.Size), left + width, text.At.Y + (0.1 * text.Size));
    }
}
