using System.Buffers;
using System.Text;

namespace Plimsoll.Deployment.Shell;

/// <summary>Spells words so that a POSIX shell reads them back unchanged.</summary>
public static class ShellWords
{
    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=,@%+-");

    /// <summary>The word, in single quotes where a shell would change it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Safe) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A command over several lines: a flag and its values on each.</summary>
    /// <param name="words">The words.</param>
    /// <param name="indent">What stands before each line but the first.</param>
    public static string Lines(IReadOnlyList<string> words, string indent)
    {
        var text = new StringBuilder(Quote(words[0]));
        for (var i = 1; i < words.Count; i++)
        {
            var isFlag = words[i].StartsWith('-') && words[i].Length > 1 && !char.IsAsciiDigit(words[i][1]);
            text.Append(isFlag && words[i] is not "-m" ? $" \\\n{indent}" : " ").Append(Quote(words[i]));
        }

        return text.ToString();
    }
}
