namespace Plimsoll.Plotting.Figures;

/// <summary>One direction of a figure: what it measures and how values become places.</summary>
/// <param name="Label">The quantity.</param>
/// <param name="Unit">Its unit, shown in parentheses; null for a bare number.</param>
/// <param name="Scale">Linear or logarithmic.</param>
public sealed record Axis(string Label, string? Unit = null, AxisScale Scale = AxisScale.Linear)
{
    /// <summary>Where the axis begins; null lets the data and round ticks decide. Data beyond it is cut off.</summary>
    public double? Minimum { get; init; }

    /// <summary>Where the axis ends; null lets the data and round ticks decide. Data beyond it is cut off.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether zero is always in view; only for linear axes.</summary>
    public bool IncludesZero { get; init; }

    /// <summary>Label and unit as they are shown.</summary>
    public string Heading => Unit is null ? Label : $"{Label} ({Unit})";
}
