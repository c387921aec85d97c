using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;

namespace Plimsoll.Cli.Plots;

/// <summary>Predictions against measurements on logarithmic axes: the line of equality, bands of ±10 % and ±30 %, a colour per class.</summary>
internal static class ComparisonFigure
{
    /// <summary>Draws the comparison; classes are in the order of their first point.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="subtitle">Where the measurements are from.</param>
    /// <param name="quantity">What was measured: <c>TTFT</c>.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="points">The pairs, at least one.</param>
    public static Figure Of(string title, string subtitle, string quantity, string unit, IReadOnlyList<ComparedPoint> points)
    {
        var low = points.Min(p => Math.Min(p.Measured, p.Predicted)) / 1.3;
        var high = points.Max(p => Math.Max(p.Measured, p.Predicted)) * 1.3;
        var horizontal = new Axis($"measured {quantity}", unit, AxisScale.Logarithmic) { Minimum = low, Maximum = high };
        return new Figure
        {
            Title = title,
            Subtitle = subtitle,
            Description = $"Predicted against measured {quantity} of {points.Count} experiments; the nearer to the diagonal, the better.",
            Width = 640,
            Height = 680,
            Horizontal = horizontal,
            Panels =
            [
                new Panel
                {
                    Vertical = horizontal with { Label = $"predicted {quantity}" },
                    Series =
                    [
                        Band("within ±30 %", low, high, 0.30, 0.16),
                        Band("within ±10 %", low, high, 0.10, 0.32),
                        new Series("equal", SeriesKind.Line, [new(low, low), new(high, high)]) { Colour = Palette.Muted, Size = 1 },
                        .. points.GroupBy(p => p.Class, StringComparer.Ordinal).Select((group, i) => new Series(
                            group.Key, SeriesKind.Scatter, [.. group.Select(p => new DataPoint(p.Measured, p.Predicted))])
                        {
                            Colour = Palette.Series(i),
                        }),
                    ],
                    Labels = [.. points.Where(p => p.Label is not null).Select(p => new PointLabel(p.Measured, p.Predicted, p.Label!))],
                },
            ],
        };
    }

    private static Series Band(string name, double low, double high, double share, double opacity) => new(
        name,
        SeriesKind.Area,
        [new(low, low * (1 + share), low * (1 - share)), new(high, high * (1 + share), high * (1 - share))])
    {
        Colour = Palette.Muted,
        Opacity = opacity,
    };
}
