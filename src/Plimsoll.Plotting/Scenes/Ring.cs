using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>A circle's line.</summary>
/// <param name="Centre">Its centre.</param>
/// <param name="Radius">From the centre to the middle of the line.</param>
/// <param name="Width">Thickness of the line.</param>
/// <param name="Colour">Its colour.</param>
public sealed record Ring(ScenePoint Centre, double Radius, double Width, Colour Colour) : SceneElement(Colour, 1);
