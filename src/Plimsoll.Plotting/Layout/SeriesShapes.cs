using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Scenes;

namespace Plimsoll.Plotting.Layout;

/// <summary>Turns the data of one panel into primitives.</summary>
internal sealed class SeriesShapes(AxisMap horizontal, AxisMap vertical, SceneBox plot)
{
    /// <summary>The place of a value pair.</summary>
    public ScenePoint At(double x, double y) => new(horizontal.At(x), vertical.At(y));

    /// <summary>The primitives of a series.</summary>
    public IEnumerable<SceneElement> Of(Series series, Colour colour) => series.Kind switch
    {
        SeriesKind.Line => Line(Corners(series), series, colour),
        SeriesKind.Step => Line(Stairs(Corners(series)), series, colour),
        SeriesKind.Area => Area(series, colour),
        SeriesKind.Scatter => Scatter(series, colour),
        _ => throw new ArgumentOutOfRangeException(nameof(series), series.Kind, "an unknown kind of series"),
    };

    private static List<ScenePoint> Kept(IReadOnlyList<ScenePoint> points) =>
        Thinning.WithoutLevels([.. Thinning.Columns(points).Select(i => points[i])]);

    private static ScenePoint[] Stairs(ScenePoint[] corners)
    {
        var stairs = new ScenePoint[Math.Max(0, (2 * corners.Length) - 1)];
        for (var i = 0; i < corners.Length; i++)
        {
            stairs[2 * i] = corners[i];
            if (i > 0)
            {
                stairs[(2 * i) - 1] = new ScenePoint(corners[i].X, corners[i - 1].Y);
            }
        }

        return stairs;
    }

    private IEnumerable<SceneElement> Line(IReadOnlyList<ScenePoint> corners, Series series, Colour colour) =>
        Clipping.Line(Kept(corners), plot)
            .Select(piece => new Polyline(piece, series.Size ?? Measures.LineWidth, colour, series.Opacity ?? 1, series.Dashed ? 5 : 0));

    private IEnumerable<SceneElement> Area(Series series, Colour colour)
    {
        var upper = Corners(series);
        var kept = Thinning.Columns(upper);
        var lower = new List<ScenePoint>(kept.Count);
        for (var i = kept.Count - 1; i >= 0; i--)
        {
            var point = series.Points[kept[i]];
            lower.Add(At(point.X, point.Base));
        }

        var visible = Clipping.Polygon([.. Thinning.WithoutLevels([.. kept.Select(i => upper[i])]), .. Thinning.WithoutLevels(lower)], plot);
        return visible.Count < 3 ? [] : [new FilledPolygon(visible, colour, series.Opacity ?? 0.18)];
    }

    private IEnumerable<SceneElement> Scatter(Series series, Colour colour)
    {
        var centres = Corners(series).Where(plot.Contains).ToList();
        if (centres.Count > DenseDots)
        {
            centres = Thinning.Cells(centres, 1.5);
        }

        return centres.Count == 0 ? [] : [new Dots(centres, series.Size ?? Measures.DotRadius, colour, series.Opacity ?? 0.75)];
    }

    private ScenePoint[] Corners(Series series)
    {
        var corners = new ScenePoint[series.Points.Count];
        for (var i = 0; i < corners.Length; i++)
        {
            corners[i] = At(series.Points[i].X, series.Points[i].Y);
        }

        return corners;
    }

    private const int DenseDots = 2000;
}
