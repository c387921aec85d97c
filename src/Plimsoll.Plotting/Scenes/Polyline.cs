using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>Straight lines from point to point, with round joins.</summary>
/// <param name="Points">At least two.</param>
/// <param name="Width">Thickness.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Opacity">How opaque it is, 0 to 1.</param>
/// <param name="Dash">Length of dashes and of the gaps between them; 0 for a solid line.</param>
public sealed record Polyline(IReadOnlyList<ScenePoint> Points, double Width, Colour Colour, double Opacity = 1, double Dash = 0)
    : SceneElement(Colour, Opacity);
