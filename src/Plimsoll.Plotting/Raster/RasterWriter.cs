using Plimsoll.Formats.Png;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Layout;
using Plimsoll.Plotting.Scenes;

namespace Plimsoll.Plotting.Raster;

/// <summary>Draws scenes as PNG pictures with anti-aliased lines, surfaces and text: the same scene gives the same pixels on every machine.</summary>
public static class RasterWriter
{
    /// <summary>Lays a figure out and draws it.</summary>
    /// <param name="figure">What to draw.</param>
    /// <param name="pixels">Width of the picture; its height follows. Text and lines grow with it.</param>
    /// <exception cref="ArgumentException">The figure cannot be drawn as it says, or the picture would be too large.</exception>
    public static byte[] Write(Figure figure, int pixels = 800) => Write(FigureLayout.Arrange(figure), pixels);

    /// <summary>Draws a scene as a PNG file.</summary>
    public static byte[] Write(Scene scene, int pixels = 800)
    {
        var canvas = Draw(scene, pixels);
        return PngWriter.Write(
            canvas.Width, canvas.Height, canvas.Pixels, new PngText("Title", scene.Title), new PngText("Description", scene.Description));
    }

    /// <summary>Draws a scene.</summary>
    internal static Canvas Draw(Scene scene, int pixels)
    {
        var scale = (double)pixels / scene.Width;
        var height = (int)Math.Round(scene.Height * scale);
        if (pixels < 1 || height > PngWriter.MaxSide || pixels > PngWriter.MaxSide)
        {
            throw new ArgumentException($"a picture of {pixels} × {height} pixels is out of bounds", nameof(pixels));
        }

        var canvas = new Canvas(pixels, height, scene.Paper);
        var text = new TextPainter(canvas, scale, scene.Paper);
        foreach (var element in scene.Elements)
        {
            Draw(canvas, element, scale, text);
        }

        return canvas;
    }

    private static void Draw(Canvas canvas, SceneElement element, double scale, TextPainter text)
    {
        switch (element)
        {
            case Polyline line when line.Points.Count == 2 && line.Dash == 0 && (line.Points[0].X == line.Points[1].X || line.Points[0].Y == line.Points[1].Y):
                DrawStraight(canvas, line, scale);
                return;
            case Polyline line:
                foreach (var (from, to) in line.Dash > 0 ? Dashes.Of(line) : Segments(line.Points))
                {
                    canvas.Mask.Stroke(from.X * scale, from.Y * scale, to.X * scale, to.Y * scale, line.Width * scale / 2);
                }

                break;
            case FilledPolygon polygon:
                canvas.Mask.Fill(polygon.Points.Select(p => (p.X * scale, p.Y * scale)).ToArray());
                break;
            case Dots dots:
                foreach (var centre in dots.Centres)
                {
                    canvas.Mask.Stroke(centre.X * scale, centre.Y * scale, centre.X * scale, centre.Y * scale, dots.Radius * scale);
                }

                break;
            case Ring ring:
                canvas.Mask.Ring(ring.Centre.X * scale, ring.Centre.Y * scale, ring.Radius * scale, ring.Width * scale / 2);
                break;
            case TextRun run:
                text.Draw(run);
                return;
            default:
                throw new ArgumentOutOfRangeException(nameof(element), element.GetType().Name, "an unknown primitive");
        }

        canvas.Paint(element.Colour, element.Opacity);
    }

    private static IEnumerable<(ScenePoint From, ScenePoint To)> Segments(IReadOnlyList<ScenePoint> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            yield return (points[i - 1], points[i]);
        }
    }

    /// <summary>Level and upright lines fill whole pixels, so that grids and axes are crisp at any size.</summary>
    private static void DrawStraight(Canvas canvas, Polyline line, double scale)
    {
        var (a, b) = (line.Points[0], line.Points[1]);
        var thickness = Math.Max(1, (int)Math.Round(line.Width * scale));
        if (a.X == b.X)
        {
            var left = (int)Math.Round((a.X * scale) - (thickness / 2.0));
            canvas.Box(left, Pixel(Math.Min(a.Y, b.Y)), left + thickness, Pixel(Math.Max(a.Y, b.Y)), line.Colour, line.Opacity);
        }
        else
        {
            var top = (int)Math.Round((a.Y * scale) - (thickness / 2.0));
            canvas.Box(Pixel(Math.Min(a.X, b.X)), top, Pixel(Math.Max(a.X, b.X)), top + thickness, line.Colour, line.Opacity);
        }

        int Pixel(double place) => (int)Math.Round(place * scale);
    }
}
