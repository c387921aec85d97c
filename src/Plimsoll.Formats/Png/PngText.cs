namespace Plimsoll.Formats.Png;

/// <summary>Words inside a picture file.</summary>
/// <param name="Keyword">What they are: <c>Title</c>, <c>Description</c>.</param>
/// <param name="Text">What they say; any Unicode.</param>
public readonly record struct PngText(string Keyword, string Text);
