using Plimsoll.Plotting.Scenes;
using Plimsoll.Plotting.Texts;

namespace Plimsoll.Plotting.Layout;

/// <summary>Finds places for the names of points: inside the panel, off each other, and on as little data as possible.</summary>
internal sealed class LabelPlacement(SceneBox plot)
{
    private const double Reach = 9;
    private const double Ascent = 0.76;
    private const double Descent = 0.24;
    private readonly List<SceneBox> _taken = [];
    private readonly List<ScenePoint> _data = [];
    private readonly List<ScenePoint> _marked = [];

    /// <summary>Lets labels avoid data where they can.</summary>
    public void Avoid(IEnumerable<SceneElement> elements)
    {
        foreach (var element in elements)
        {
            _data.AddRange(element switch
            {
                Dots dots => dots.Centres,
                Polyline line => Along(line.Points),
                _ => [],
            });
        }
    }

    /// <summary>Keeps labels off a marked point, and each nearer to its own than to any other.</summary>
    public void Mark(ScenePoint point)
    {
        _marked.Add(point);
        _taken.Add(new SceneBox(point.X - 6, point.Y - 6, point.X + 6, point.Y + 6));
    }

    /// <summary>Starts a text's base line where it hides the least, of the places near its point, and remembers that the place is taken.</summary>
    public ScenePoint Beside(string text, ScenePoint point, double size)
    {
        var width = TextWidth.Of(text, size, bold: true);
        return Cheapest(Corners(point, width, size), width, size, box => Confusion(box, point));
    }

    /// <summary>The same for a free choice of places, the favourite first.</summary>
    public ScenePoint AnyOf(IEnumerable<ScenePoint> starts, string text, double size) =>
        Cheapest(starts, TextWidth.Of(text, size), size, _ => 0);

    /// <summary>The box of a text that starts on a base line.</summary>
    public static SceneBox BoxAt(ScenePoint start, double width, double size) =>
        new(start.X - 2, start.Y - (Ascent * size) - 1, start.X + width + 2, start.Y + (Descent * size) + 1);

    /// <summary>Starts of the text around its point, the favourite first: right above, then round, then farther away.</summary>
    private static IEnumerable<ScenePoint> Corners(ScenePoint point, double width, double size)
    {
        for (var ring = 1; ring <= 4; ring++)
        {
            var (reach, rise) = (Reach * ring, Reach * ring * 0.8);
            var (right, left, middle) = (point.X + reach, point.X - reach - width, point.X - (width / 2));
            var (above, level, below) = (point.Y - rise, point.Y + (size * 0.35), point.Y + rise + (size * 0.7));
            yield return new(right, above);
            yield return new(right, below);
            yield return new(left, below);
            yield return new(left, above);
            yield return new(right, level);
            yield return new(left, level);
            yield return new(middle, above - 4);
            yield return new(middle, below + 4);
        }
    }

    /// <summary>Points at most six units apart along a line, so that crossing it costs something wherever it is crossed.</summary>
    private static IEnumerable<ScenePoint> Along(IReadOnlyList<ScenePoint> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var pieces = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / 6));
            for (var piece = 0; piece <= pieces; piece++)
            {
                yield return new ScenePoint(from.X + ((to.X - from.X) * piece / pieces), from.Y + ((to.Y - from.Y) * piece / pieces));
            }
        }
    }

    private static double Distance2(SceneBox box, ScenePoint point)
    {
        var dx = Math.Max(Math.Max(box.Left - point.X, point.X - box.Right), 0);
        var dy = Math.Max(Math.Max(box.Top - point.Y, point.Y - box.Bottom), 0);
        return (dx * dx) + (dy * dy);
    }

    private ScenePoint Cheapest(IEnumerable<ScenePoint> starts, double width, double size, Func<SceneBox, double> more)
    {
        var (best, lowest) = (default(ScenePoint), double.PositiveInfinity);
        foreach (var start in starts)
        {
            var box = BoxAt(start, width, size);
            var cost = Cost(box) + more(box);
            if (cost < lowest)
            {
                (best, lowest) = (start, cost);
            }
        }

        _taken.Add(BoxAt(best, width, size));
        return best;
    }

    /// <summary>Distance from its own point costs a little; being nearer to another marked point costs much.</summary>
    private double Confusion(SceneBox box, ScenePoint point)
    {
        var own = Distance2(box, point);
        var cost = Math.Sqrt(own) / 12;
        foreach (var other in _marked)
        {
            cost += other != point && Distance2(box, other) <= own * 1.2 ? 20 : 0;
        }

        return cost;
    }

    private double Cost(SceneBox box)
    {
        var cost = plot.Contains(box) ? 0.0 : 1000;
        foreach (var taken in _taken)
        {
            cost += taken.Overlaps(box) ? 100 : 0;
        }

        foreach (var point in _data)
        {
            cost += box.Contains(point) ? 1 : 0;
        }

        return cost;
    }
}
