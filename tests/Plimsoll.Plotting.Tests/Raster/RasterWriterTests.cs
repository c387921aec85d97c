using System.Security.Cryptography;
using Plimsoll.Formats.Tests.Png;
using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Layout;
using Plimsoll.Plotting.Raster;
using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;
using Plimsoll.Testing;

namespace Plimsoll.Plotting.Tests.Raster;

/// <summary>Figures as pictures.</summary>
public sealed class RasterWriterTests
{
    [Fact]
    public void The_pixels_of_figures_never_change_by_themselves()
    {
        var lines = new[] { SampleFigures.Frontier, SampleFigures.Course, SampleFigures.Comparison }.SelectMany(
            _ => new[] { 1, 2 },
            (figure, scale) => (figure.Title, Canvas: RasterWriter.Draw(FigureLayout.Arrange(figure), scale * figure.Width)));
        Golden.Match(string.Join('\n', lines.Select(l =>
            $"{l.Canvas.Width} x {l.Canvas.Height} {Convert.ToHexStringLower(SHA256.HashData(l.Canvas.Pixels))} {l.Title}")), "pixels.txt");
    }

    [Fact]
    public void The_file_holds_the_pixels_and_the_words_and_is_the_same_every_time()
    {
        var file = RasterWriter.Write(SampleFigures.Frontier, 600);
        var read = PngDecoder.Read(file);

        Assert.Equal((600, 375), (read.Width, read.Height));
        Assert.Equal(RasterWriter.Draw(FigureLayout.Arrange(SampleFigures.Frontier), 600).Pixels.ToArray(), read.Pixels);
        Assert.Equal(SampleFigures.Frontier.Title, read.Texts["Title"]);
        Assert.Equal(file, RasterWriter.Write(SampleFigures.Frontier, 600));
    }

    [Fact]
    public void Level_and_upright_lines_are_crisp_at_any_size() => Assert.All([200, 317, 500], pixels =>
    {
        var canvas = RasterWriter.Draw(Scene(new Polyline([new(20, 50.5), new(180, 50.5)], 1, Palette.Ink)), pixels);
        var colours = Enumerable.Range(0, canvas.Height).Select(y => canvas.Pixels[3 * ((y * canvas.Width) + (canvas.Width / 2))]).Distinct();
        Assert.Equal([Palette.Paper.Red, Palette.Ink.Red], colours);
    });

    [Fact]
    public void Dashes_are_half_of_a_dashed_line()
    {
        var line = new Polyline([new(20, 50), new(100, 80), new(180, 50)], 2, Palette.Ink);
        var (solid, dashed) = (Darkness(line), Darkness(line with { Dash = 5 }));
        Assert.InRange(dashed / solid, 0.42, 0.58);
    }

    [Fact]
    public void Overlapping_dots_are_one_surface() =>
        Assert.Equal(
            Darkness(new Dots([new(50, 50)], 8, Palette.Ink, 0.5)),
            Darkness(new Dots([new(50, 50), new(50, 50)], 8, Palette.Ink, 0.5)));

    [Fact]
    public void Every_printable_character_leaves_ink_within_its_advance()
    {
        foreach (var character in Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Concat("µ×·–−²°±≤≥≈→é"))
        {
            var canvas = RasterWriter.Draw(Scene(new TextRun(character.ToString(), new ScenePoint(60, 60), 30, Palette.Ink)), 200);
            var inked = Inked(canvas);
            Assert.True(inked.Length > 0, $"'{character}' leaves no ink");
            Assert.InRange(inked.Min(), 58, 60 + 30);
            Assert.InRange(inked.Max(), 60, 61 + Math.Ceiling(TextWidth.Of(character.ToString(), 30)));
        }
    }

    [Theory]
    [InlineData(TextAnchor.Start, 100, 180)]
    [InlineData(TextAnchor.Middle, 60, 140)]
    [InlineData(TextAnchor.End, 20, 101)]
    public void Texts_lie_where_they_are_anchored(TextAnchor anchor, int from, int to)
    {
        var canvas = RasterWriter.Draw(Scene(new TextRun("anchored", new ScenePoint(100, 60), 16, Palette.Ink, anchor, Bold: true, Halo: true)), 200);
        Assert.NotEmpty(Inked(canvas));
        Assert.All(Inked(canvas), x => Assert.InRange(x, from, to));
    }

    [Fact]
    public void A_picture_out_of_bounds_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RasterWriter.Write(SampleFigures.Frontier, 0));
        Assert.Throws<ArgumentException>(() => RasterWriter.Write(SampleFigures.Frontier, 50_000));
    }

    [Fact]
    public void Areas_are_filled()
    {
        var panel = SampleFigures.Frontier.Panels[0] with { Series = [new Series("x", SeriesKind.Area, [new(0, 9), new(9, 9)])], Labels = [], References = [] };
        var scene = FigureLayout.Arrange(SampleFigures.Frontier with { Panels = [panel] });
        var polygon = scene.Elements.OfType<FilledPolygon>().Last();
        var canvas = RasterWriter.Draw(scene, scene.Width);
        var (x, y) = ((int)polygon.Points.Average(p => p.X), (int)polygon.Points.Average(p => p.Y));
        Assert.NotEqual(Palette.Paper.Red, canvas.Pixels[3 * ((y * canvas.Width) + x)]);
    }

    private static Scene Scene(SceneElement element) => new(200, 100, "t", "d", Palette.Paper, [element]);

    /// <summary>The columns of the pixels that are clearly darker than paper.</summary>
    private static int[] Inked(Canvas canvas)
    {
        var columns = new List<int>();
        for (var i = 0; i < canvas.Width * canvas.Height; i++)
        {
            if (canvas.Pixels[3 * i] < 160)
            {
                columns.Add(i % canvas.Width);
            }
        }

        return [.. columns];
    }

    private static double Darkness(SceneElement element)
    {
        var pixels = RasterWriter.Draw(Scene(element), 200).Pixels.ToArray();
        return pixels.Sum(p => 255.0 - p);
    }
}
