using Plimsoll.Plotting.Scenes;

namespace Plimsoll.Plotting.Layout;

/// <summary>Leaves out points that no eye could tell apart, so that a file stays small whatever the data.</summary>
internal static class Thinning
{
    /// <summary>Indices to keep of a line: of a run of points within one column of pixels the first, lowest, highest and last.</summary>
    public static List<int> Columns(IReadOnlyList<ScenePoint> points)
    {
        var kept = new List<int>();
        Span<int> run = stackalloc int[4];
        for (var first = 0; first < points.Count;)
        {
            var column = Math.Floor(points[first].X);
            var (lowest, highest, last) = (first, first, first);
            while (last + 1 < points.Count && Math.Floor(points[last + 1].X) == column)
            {
                last++;
                lowest = points[last].Y > points[lowest].Y ? last : lowest;
                highest = points[last].Y < points[highest].Y ? last : highest;
            }

            (run[0], run[1], run[2], run[3]) = (first, Math.Min(lowest, highest), Math.Max(lowest, highest), last);
            foreach (var index in run)
            {
                if (kept.Count == 0 || kept[^1] != index)
                {
                    kept.Add(index);
                }
            }

            first = last + 1;
        }

        return kept;
    }

    /// <summary>The same line without points that repeat the one before or lie between their neighbours on a level.</summary>
    public static List<ScenePoint> WithoutLevels(IReadOnlyList<ScenePoint> points)
    {
        var kept = new List<ScenePoint>(points.Count);
        foreach (var point in points)
        {
            if (kept.Count > 0 && kept[^1] == point)
            {
                continue;
            }

            if (kept.Count > 1 && kept[^1].Y == point.Y && kept[^2].Y == point.Y && kept[^2].X <= kept[^1].X == kept[^1].X <= point.X)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            kept.Add(point);
        }

        return kept;
    }

    /// <summary>Dots to keep: one in each cell of a grid of <paramref name="cell"/>, the first that fell there.</summary>
    public static List<ScenePoint> Cells(IReadOnlyList<ScenePoint> points, double cell)
    {
        var taken = new HashSet<(long, long)>();
        var kept = new List<ScenePoint>();
        foreach (var point in points)
        {
            if (taken.Add(((long)Math.Floor(point.X / cell), (long)Math.Floor(point.Y / cell))))
            {
                kept.Add(point);
            }
        }

        return kept;
    }
}
