namespace Plimsoll.Plotting.Texts;

/// <summary>A character as the paths of a round pen. Units are thousandths of the font size, y up from the base line.</summary>
/// <param name="Strokes">Paths of straight pieces, curves already broken up; each has two points or more.</param>
/// <param name="Dots">Dots, somewhat larger than the pen.</param>
internal sealed record Glyph((double X, double Y)[][] Strokes, (double X, double Y)[] Dots)
{
    /// <summary>Units per font size.</summary>
    public const double Em = 1000;

    /// <summary>Radius of a dot, in radii of the pen.</summary>
    public const double DotRadius = 1.25;
}
