using Plimsoll.Plotting.Scenes;

namespace Plimsoll.Plotting.Layout;

/// <summary>Cuts shapes at the edges of a box, so that back ends need no clip regions.</summary>
internal static class Clipping
{
    /// <summary>The pieces of a polyline inside the box.</summary>
    public static List<List<ScenePoint>> Line(IReadOnlyList<ScenePoint> points, SceneBox box)
    {
        var pieces = new List<List<ScenePoint>>();
        List<ScenePoint>? piece = null;
        for (var i = 1; i < points.Count; i++)
        {
            if (Segment(points[i - 1], points[i], box) is not { } visible)
            {
                piece = null;
                continue;
            }

            if (piece is null || piece[^1] != visible.From)
            {
                piece = [visible.From];
                pieces.Add(piece);
            }

            piece.Add(visible.To);
            if (visible.To != points[i])
            {
                piece = null;
            }
        }

        return pieces;
    }

    /// <summary>A polygon's part inside the box (Sutherland and Hodgman): empty when nothing is.</summary>
    public static List<ScenePoint> Polygon(IReadOnlyList<ScenePoint> points, SceneBox box)
    {
        var result = Half([.. points], p => p.X - box.Left);
        result = Half(result, p => box.Right - p.X);
        result = Half(result, p => p.Y - box.Top);
        return Half(result, p => box.Bottom - p.Y);
    }

    /// <summary>The part of a segment inside the box (Liang and Barsky), or null.</summary>
    private static (ScenePoint From, ScenePoint To)? Segment(ScenePoint from, ScenePoint to, SceneBox box)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var (enter, leave) = (0.0, 1.0);
        if (!Cut(-dx, from.X - box.Left, ref enter, ref leave) || !Cut(dx, box.Right - from.X, ref enter, ref leave)
            || !Cut(-dy, from.Y - box.Top, ref enter, ref leave) || !Cut(dy, box.Bottom - from.Y, ref enter, ref leave))
        {
            return null;
        }

        return (enter == 0 ? from : new ScenePoint(from.X + (enter * dx), from.Y + (enter * dy)),
            leave == 1 ? to : new ScenePoint(from.X + (leave * dx), from.Y + (leave * dy)));
    }

    private static bool Cut(double direction, double room, ref double enter, ref double leave)
    {
        if (direction == 0)
        {
            return room >= 0;
        }

        var crossing = room / direction;
        if (direction < 0)
        {
            enter = Math.Max(enter, crossing);
        }
        else
        {
            leave = Math.Min(leave, crossing);
        }

        return enter <= leave;
    }

    /// <summary>The part of a polygon where a linear measure is not negative.</summary>
    private static List<ScenePoint> Half(List<ScenePoint> points, Func<ScenePoint, double> inside)
    {
        var kept = new List<ScenePoint>(points.Count + 2);
        for (var i = 0; i < points.Count; i++)
        {
            var (current, next) = (points[i], points[(i + 1) % points.Count]);
            var (here, there) = (inside(current), inside(next));
            if (here >= 0)
            {
                kept.Add(current);
            }

            if (here < 0 != there < 0)
            {
                var share = here / (here - there);
                kept.Add(new ScenePoint(current.X + (share * (next.X - current.X)), current.Y + (share * (next.Y - current.Y))));
            }
        }

        return kept;
    }
}
