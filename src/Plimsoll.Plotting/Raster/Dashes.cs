using Plimsoll.Plotting.Scenes;

namespace Plimsoll.Plotting.Raster;

/// <summary>Cuts a line into dashes and gaps of one length.</summary>
internal static class Dashes
{
    /// <summary>The dashes in order, shorter by the line's width, which their round ends give back.</summary>
    public static IEnumerable<(ScenePoint From, ScenePoint To)> Of(Polyline line)
    {
        var (cap, travelled) = (Math.Min(line.Width, line.Dash) / 2, 0.0);
        for (var i = 1; i < line.Points.Count; i++)
        {
            var (from, to) = (line.Points[i - 1], line.Points[i]);
            var length = Math.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y)));
            for (var period = Math.Floor(travelled / (2 * line.Dash)); period * 2 * line.Dash < travelled + length; period++)
            {
                var (start, end) = ((period * 2 * line.Dash) + cap - travelled, (((period * 2) + 1) * line.Dash) - cap - travelled);
                if (end >= 0 && start <= length && length > 0)
                {
                    yield return (Along(from, to, Math.Max(0, start) / length), Along(from, to, Math.Min(length, end) / length));
                }
            }

            travelled += length;
        }
    }

    private static ScenePoint Along(ScenePoint from, ScenePoint to, double share) =>
        new(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
}
