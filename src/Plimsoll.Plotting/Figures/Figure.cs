namespace Plimsoll.Plotting.Figures;

/// <summary>A drawing of data: one panel, or several stacked ones that share the horizontal axis. Says what is drawn, not where.</summary>
public sealed record Figure
{
    /// <summary>The heading; one short line.</summary>
    public required string Title { get; init; }

    /// <summary>A second, smaller heading: the circumstances.</summary>
    public string? Subtitle { get; init; }

    /// <summary>What the figure shows, in a sentence, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>The axis that all panels share.</summary>
    public required Axis Horizontal { get; init; }

    /// <summary>The panels from top to bottom, at least one.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }

    /// <summary>Width in units of the drawing: pixels at scale one.</summary>
    public int Width { get; init; } = 800;

    /// <summary>Height in the same units, everything included.</summary>
    public int Height { get; init; } = 500;
}
