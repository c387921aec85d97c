using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Figures;

/// <summary>Data that belongs together.</summary>
/// <param name="Name">What the legend calls it; empty keeps it out of the legend.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Points">The data, in drawing order; every value finite, and positive on a logarithmic axis.</param>
public sealed record Series(string Name, SeriesKind Kind, IReadOnlyList<DataPoint> Points)
{
    /// <summary>Its colour; null takes the palette's next.</summary>
    public Colour? Colour { get; init; }

    /// <summary>How opaque it is, 0 to 1; null takes what suits its kind.</summary>
    public double? Opacity { get; init; }

    /// <summary>Whether a line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Width of a line or radius of a dot; null takes what suits its kind.</summary>
    public double? Size { get; init; }
}
