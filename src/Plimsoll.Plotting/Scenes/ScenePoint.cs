namespace Plimsoll.Plotting.Scenes;

/// <summary>A place in a scene; x to the right, y down.</summary>
/// <param name="X">From the left edge.</param>
/// <param name="Y">From the upper edge.</param>
public readonly record struct ScenePoint(double X, double Y);
