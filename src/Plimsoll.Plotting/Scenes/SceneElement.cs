using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>One primitive of a scene; a back end draws exactly these kinds.</summary>
/// <param name="Colour">Its colour.</param>
/// <param name="Opacity">How opaque it is as a whole, 0 to 1.</param>
public abstract record SceneElement(Colour Colour, double Opacity);
