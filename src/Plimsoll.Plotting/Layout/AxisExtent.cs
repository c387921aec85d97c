using Plimsoll.Plotting.Figures;
using Plimsoll.Plotting.Ticks;

namespace Plimsoll.Plotting.Layout;

/// <summary>The values that an axis must show, and the ticks that suit them.</summary>
internal readonly record struct AxisExtent(double Minimum, double Maximum)
{
    /// <summary>What the panels need in one direction.</summary>
    public static AxisExtent Of(Axis axis, AxisDirection direction, IEnumerable<Panel> panels)
    {
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in panels.SelectMany(panel => Values(direction, panel)))
        {
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        if (minimum > maximum)
        {
            (minimum, maximum) = axis.Scale == AxisScale.Linear ? (0, 1) : (1, 10);
        }

        if (axis.IncludesZero && axis.Scale == AxisScale.Linear)
        {
            (minimum, maximum) = (Math.Min(minimum, 0), Math.Max(maximum, 0));
        }

        return new AxisExtent(axis.Minimum ?? minimum, axis.Maximum ?? maximum);
    }

    /// <summary>About so many ticks; the axis grows to the outermost ones unless its ends are fixed.</summary>
    public TickSet Ticks(Axis axis, int wanted)
    {
        var ticks = axis.Scale == AxisScale.Logarithmic
            ? axis is { Minimum: not null, Maximum: not null }
                ? LogTicks.Within(Minimum, Maximum, wanted) : LogTicks.Covering(Minimum, Maximum, wanted)
            : axis is { Minimum: not null, Maximum: not null }
                ? LinearTicks.Within(Minimum, Maximum, wanted) : LinearTicks.Covering(Minimum, Maximum, wanted);
        return Inside(ticks, axis);
    }

    /// <summary>The ends of the axis.</summary>
    public (double From, double To) Ends(Axis axis, TickSet ticks) =>
        (axis.Minimum ?? Math.Min(Minimum, ticks.First), axis.Maximum ?? Math.Max(Maximum, ticks.Last));

    private static IEnumerable<double> Values(AxisDirection direction, Panel panel)
    {
        foreach (var series in panel.Series)
        {
            foreach (var point in series.Points)
            {
                yield return direction == AxisDirection.Horizontal ? point.X : point.Y;
                if (series.Kind == SeriesKind.Area && direction == AxisDirection.Vertical)
                {
                    yield return point.Base;
                }
            }
        }

        foreach (var line in panel.References.Where(line => line.Direction == direction))
        {
            yield return line.Value;
        }

        foreach (var label in panel.Labels)
        {
            yield return direction == AxisDirection.Horizontal ? label.X : label.Y;
        }
    }

    /// <summary>Where one end is fixed, ticks beyond it are not shown.</summary>
    private static TickSet Inside(TickSet ticks, Axis axis)
    {
        var (low, high) = (axis.Minimum ?? double.NegativeInfinity, axis.Maximum ?? double.PositiveInfinity);
        var slack = 1e-9 * Math.Max(Math.Abs(ticks.First), Math.Abs(ticks.Last));
        var kept = Enumerable.Range(0, ticks.Values.Length)
            .Where(i => ticks.Values[i] >= low - slack && ticks.Values[i] <= high + slack).ToArray();
        return kept.Length == ticks.Values.Length
            ? ticks
            : new TickSet([.. kept.Select(i => ticks.Values[i])], [.. kept.Select(i => ticks.Labels[i])]);
    }
}
