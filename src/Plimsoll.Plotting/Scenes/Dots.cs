using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>Filled circles of one size; where they overlap they are one surface.</summary>
/// <param name="Centres">Where they are, at least one.</param>
/// <param name="Radius">Their radius.</param>
/// <param name="Colour">Their colour.</param>
/// <param name="Opacity">How opaque they are, 0 to 1.</param>
public sealed record Dots(IReadOnlyList<ScenePoint> Centres, double Radius, Colour Colour, double Opacity = 1) : SceneElement(Colour, Opacity);
