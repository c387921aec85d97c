using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>A filled surface (non-zero winding).</summary>
/// <param name="Points">Its corners, at least three; the last joins the first.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Opacity">How opaque it is, 0 to 1.</param>
public sealed record FilledPolygon(IReadOnlyList<ScenePoint> Points, Colour Colour, double Opacity = 1) : SceneElement(Colour, Opacity);
