using Plimsoll.Plotting.Figures;

namespace Plimsoll.Plotting.Layout;

/// <summary>Refuses figures that cannot be drawn as they say.</summary>
internal static class FigureCheck
{
    /// <exception cref="ArgumentException">A value is not finite, or not positive on a logarithmic axis; an axis is empty; a panel is missing.</exception>
    public static void Require(Figure figure)
    {
        if (figure.Panels.Count == 0)
        {
            throw new ArgumentException("a figure has at least one panel", nameof(figure));
        }

        if (figure.Width < 200 || figure.Height < 120 || figure.Width > 10_000 || figure.Height > 10_000)
        {
            throw new ArgumentException($"a figure of {figure.Width} × {figure.Height} is out of bounds (200 × 120 to 10,000 × 10,000)", nameof(figure));
        }

        RequireAxis(figure.Horizontal);
        foreach (var panel in figure.Panels)
        {
            RequireAxis(panel.Vertical);
            foreach (var series in panel.Series)
            {
                foreach (var point in series.Points)
                {
                    RequireValue(figure.Horizontal, point.X, series.Name);
                    RequireValue(panel.Vertical, point.Y, series.Name);
                    if (series.Kind == SeriesKind.Area)
                    {
                        RequireValue(panel.Vertical, point.Base, series.Name);
                    }
                }
            }

            foreach (var line in panel.References)
            {
                RequireValue(line.Direction == AxisDirection.Horizontal ? figure.Horizontal : panel.Vertical, line.Value, line.Label);
            }

            foreach (var label in panel.Labels)
            {
                RequireValue(figure.Horizontal, label.X, label.Text);
                RequireValue(panel.Vertical, label.Y, label.Text);
            }
        }
    }

    private static void RequireAxis(Axis axis)
    {
        if (axis is { Minimum: { } minimum, Maximum: { } maximum } && !(minimum < maximum))
        {
            throw new ArgumentException($"axis '{axis.Label}' ends at {maximum}, before it begins at {minimum}", nameof(axis));
        }

        foreach (var end in new[] { axis.Minimum, axis.Maximum })
        {
            if (end is { } value)
            {
                RequireValue(axis, value, "an end");
            }
        }
    }

    private static void RequireValue(Axis axis, double value, string owner)
    {
        if (!double.IsFinite(value) || (axis.Scale == AxisScale.Logarithmic && value <= 0))
        {
            throw new ArgumentException($"'{owner}' has {value} on the axis '{axis.Label}', which cannot show it", nameof(axis));
        }
    }
}
