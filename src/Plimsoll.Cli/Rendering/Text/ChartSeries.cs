namespace Plimsoll.Cli.Rendering.Text;

/// <summary>One curve of a chart.</summary>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Mark">The character that draws it.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
internal sealed record ChartSeries(string Label, char Mark, IReadOnlyList<(double X, double Y)> Points);
