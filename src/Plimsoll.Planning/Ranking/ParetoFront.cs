namespace Plimsoll.Planning.Ranking;

/// <summary>Finds the points that no other point beats on both axes.</summary>
public static class ParetoFront
{
    /// <summary>
    /// Indices of the points (x, y), both to be large, that are not beaten by more than <paramref name="slack"/>: with 0 the Pareto front,
    /// of equal points the first; with 0.05 the shell of all points that would be on the front if they had 5 % more of both. By falling x.
    /// </summary>
    public static IReadOnlyList<int> Of(ReadOnlySpan<(double X, double Y)> points, double slack = 0)
    {
        var order = new int[points.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var values = points.ToArray();
        Array.Sort(order, (a, b) => (-values[a].X, -values[a].Y, a).CompareTo((-values[b].X, -values[b].Y, b)));
        var front = new List<int>();
        var (reach, highest) = (0, double.NegativeInfinity);
        foreach (var index in order)
        {
            var (x, y) = (values[index].X * (1 + slack), values[index].Y * (1 + slack));
            while (slack > 0 && reach < order.Length && values[order[reach]].X >= x)
            {
                highest = Math.Max(highest, values[order[reach++]].Y);
            }

            if (y > highest)
            {
                front.Add(index);
                highest = slack > 0 ? highest : y;
            }
        }

        return front;
    }
}
