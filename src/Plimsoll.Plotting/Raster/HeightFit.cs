using Plimsoll.Plotting.Texts;

namespace Plimsoll.Plotting.Raster;

/// <summary>
/// Heights of glyphs in pixels, stretched a little so that the tops of capitals and small letters, the base line and the ends of
/// descenders lie on the borders of pixels: small text is crisp.
/// </summary>
internal sealed class HeightFit
{
    /// <summary>Tops are rather rounded up: small letters stay open.</summary>
    private const double Upward = 0.2;

    private readonly double[] _levels = [GlyphShapes.Descender, GlyphShapes.Baseline, GlyphShapes.SmallTop, GlyphShapes.CapitalTop];
    private readonly double[] _pixels;

    /// <summary>Fits a size.</summary>
    /// <param name="size">Font size in pixels.</param>
    /// <param name="pen">Half the thickness of the strokes in pixels.</param>
    public HeightFit(double size, double pen)
    {
        var half = GlyphShapes.Pen / 2;
        _pixels =
        [
            Math.Round((GlyphShapes.Descender - half) * size / Glyph.Em) + pen,
            pen,
            Math.Round(((GlyphShapes.SmallTop + half) * size / Glyph.Em) + Upward) - pen,
            Math.Round(((GlyphShapes.CapitalTop + half) * size / Glyph.Em) + Upward) - pen,
        ];
    }

    /// <summary>Pixels above the base line.</summary>
    public double Of(double height)
    {
        var i = 1;
        while (i < _levels.Length - 1 && height > _levels[i])
        {
            i++;
        }

        var share = (height - _levels[i - 1]) / (_levels[i] - _levels[i - 1]);
        return _pixels[i - 1] + (share * (_pixels[i] - _pixels[i - 1]));
    }
}
