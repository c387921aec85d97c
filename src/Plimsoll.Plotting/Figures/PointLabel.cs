using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Figures;

/// <summary>A point that is ringed and named; the name is placed where it hides the least.</summary>
/// <param name="X">Horizontal value.</param>
/// <param name="Y">Vertical value.</param>
/// <param name="Text">The name.</param>
public sealed record PointLabel(double X, double Y, string Text)
{
    /// <summary>Colour of the ring; null takes the text's.</summary>
    public Colour? Colour { get; init; }
}
