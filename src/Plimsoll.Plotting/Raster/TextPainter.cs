using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;

namespace Plimsoll.Plotting.Raster;

/// <summary>Draws texts with the own glyphs: round pens along their skeletons, heights fitted to whole pixels.</summary>
internal sealed class TextPainter(Canvas canvas, double scale, Colour paper)
{
    private const double Pen = 0.086;
    private const double BoldPen = 0.128;
    private const double HaloReach = 1.5;
    private readonly Dictionary<char, Glyph> _glyphs = [];

    /// <summary>Draws one line of text.</summary>
    public void Draw(TextRun run)
    {
        if (run.Halo)
        {
            Stroke(run, HaloReach * scale);
            canvas.Paint(paper, 1);
        }

        Stroke(run, 0);
        canvas.Paint(run.Colour, 1);
    }

    private void Stroke(TextRun run, double extra)
    {
        var size = run.Size * scale;
        var (unit, widening) = (size / Glyph.Em, run.Bold ? TextWidth.Bold : 1);
        var pen = (run.Bold ? BoldPen : Pen) * size / 2;
        var fit = new HeightFit(size, pen);
        var baseline = Math.Round(run.At.Y * scale);
        var x = (run.At.X * scale) - (TextWidth.Of(run.Text, size, run.Bold) * Share(run.Anchor));
        foreach (var character in run.Text)
        {
            var (glyph, advance) = (Find(character), TextWidth.Advance(character) * unit);
            var origin = x + (advance * (widening - 1) / 2);
            foreach (var stroke in glyph.Strokes)
            {
                for (var i = Math.Min(1, stroke.Length - 1); i < stroke.Length; i++)
                {
                    var (a, b) = (stroke[Math.Max(0, i - 1)], stroke[i]);
                    canvas.Mask.Stroke(
                        origin + (a.X * unit),
                        baseline - fit.Of(a.Y),
                        origin + (b.X * unit),
                        baseline - fit.Of(b.Y),
                        pen + extra);
                }
            }

            foreach (var dot in glyph.Dots)
            {
                var (dotX, dotY) = (origin + (dot.X * unit), baseline - fit.Of(dot.Y));
                canvas.Mask.Stroke(dotX, dotY, dotX, dotY, (pen * Glyph.DotRadius) + extra);
            }

            x += advance * widening;
        }
    }

    private static double Share(TextAnchor anchor) => anchor switch
    {
        TextAnchor.Middle => 0.5,
        TextAnchor.End => 1,
        _ => 0,
    };

    private Glyph Find(char character)
    {
        if (!_glyphs.TryGetValue(character, out var glyph))
        {
            glyph = GlyphReader.Read(GlyphShapes.Of(character));
            _glyphs.Add(character, glyph);
        }

        return glyph;
    }
}
