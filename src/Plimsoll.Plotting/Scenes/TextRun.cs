using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Scenes;

/// <summary>One line of text.</summary>
/// <param name="Text">What it says.</param>
/// <param name="At">Where its anchor lies, on the base line.</param>
/// <param name="Size">Font size.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Anchor">Which part of it lies there.</param>
/// <param name="Bold">Whether it is heavy.</param>
/// <param name="Halo">Whether it stands on a rim of the paper's colour, to be read on top of data.</param>
public sealed record TextRun(
    string Text, ScenePoint At, double Size, Colour Colour, TextAnchor Anchor = TextAnchor.Start, bool Bold = false, bool Halo = false)
    : SceneElement(Colour, 1);
