using System.Globalization;

namespace Plimsoll.Plotting.Texts;

/// <summary>
/// Reads a glyph's description. <c>M x y</c> lifts the pen to a point, <c>L x y</c> draws a straight line, <c>C</c> a cubic curve with
/// two control points and its end, <c>H x y</c> a quarter of an ellipse that leaves level and arrives upright, <c>V x y</c> one that leaves
/// upright and arrives level, <c>D x y</c> sets a dot.
/// </summary>
internal static class GlyphReader
{
    private const int Pieces = 8;

    /// <summary>Control points of a quarter ellipse, as a share of its radius.</summary>
    private const double Kappa = 0.5523;

    /// <summary>The glyph.</summary>
    /// <exception cref="FormatException">The description has an unknown command or a wrong number.</exception>
    public static Glyph Read(string description)
    {
        var (strokes, dots) = (new List<(double, double)[]>(), new List<(double, double)>());
        var stroke = new List<(double X, double Y)>();
        var numbers = new Queue<string>(description.Replace("M", " M ").Replace("L", " L ").Replace("C", " C ").Replace("H", " H ")
            .Replace("V", " V ").Replace("D", " D ").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (numbers.TryDequeue(out var command))
        {
            switch (command)
            {
                case "M":
                    Finish();
                    stroke.Add(Point());
                    break;
                case "L":
                    stroke.Add(Point());
                    break;
                case "C":
                    Curve(stroke, Point(), Point(), Point());
                    break;
                case "H":
                    var (level, right) = (stroke[^1], Point());
                    Curve(stroke, (Mix(level.X, right.X), level.Y), (right.X, Mix(right.Y, level.Y)), right);
                    break;
                case "V":
                    var (upright, above) = (stroke[^1], Point());
                    Curve(stroke, (upright.X, Mix(upright.Y, above.Y)), (Mix(above.X, upright.X), above.Y), above);
                    break;
                case "D":
                    dots.Add(Point());
                    break;
                default:
                    throw new FormatException($"'{command}' is no command of a glyph: {description}");
            }
        }

        Finish();
        return new Glyph([.. strokes], [.. dots]);

        (double X, double Y) Point() => (Number(), Number());

        double Number() => numbers.TryDequeue(out var number)
            ? double.Parse(number, CultureInfo.InvariantCulture)
            : throw new FormatException($"a number is missing: {description}");

        void Finish()
        {
            if (stroke.Count > 0)
            {
                strokes.Add([.. stroke]);
                stroke.Clear();
            }
        }
    }

    private static double Mix(double from, double to) => from + (Kappa * (to - from));

    private static void Curve(List<(double X, double Y)> stroke, (double X, double Y) first, (double X, double Y) second, (double X, double Y) end)
    {
        var start = stroke[^1];
        for (var piece = 1; piece <= Pieces; piece++)
        {
            var t = (double)piece / Pieces;
            var u = 1 - t;
            var (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t);
            stroke.Add(((a * start.X) + (b * first.X) + (c * second.X) + (d * end.X), (a * start.Y) + (b * first.Y) + (c * second.Y) + (d * end.Y)));
        }
    }
}
