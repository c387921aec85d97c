using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>A figure laid out: primitives at places, in drawing order. Every back end draws the same scene.</summary>
/// <param name="Width">Width, in pixels at scale one.</param>
/// <param name="Height">Height, in pixels at scale one.</param>
/// <param name="Title">What it is.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Paper">What it is drawn on.</param>
/// <param name="Elements">The primitives, later ones on top.</param>
public sealed record Scene(int Width, int Height, string Title, string Description, Colour Paper, IReadOnlyList<SceneElement> Elements);
