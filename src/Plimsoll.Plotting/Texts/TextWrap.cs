using System.Text;

namespace Plimsoll.Plotting.Texts;

/// <summary>Breaks texts at spaces.</summary>
internal static class TextWrap
{
    /// <summary>Lines of at most <paramref name="width"/>; a word that is longer has a line of its own.</summary>
    public static IReadOnlyList<string> Lines(string text, double size, double width, bool bold = false)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && TextWidth.Of($"{line} {word}", size, bold) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            lines.Add(line.ToString());
        }

        return lines;
    }
}
