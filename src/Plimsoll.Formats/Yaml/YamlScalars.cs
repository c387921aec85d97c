using System.Buffers;
using System.Globalization;
using System.Text;

namespace Plimsoll.Formats.Yaml;

/// <summary>Spells scalars so that readers of YAML 1.1 and 1.2 agree on their type.</summary>
internal static class YamlScalars
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    private static readonly HashSet<string> NotText = new(
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Text that is plain only where no reader could take it for a number, a date, a truth value or null; double-quoted otherwise.</summary>
    public static string Text(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>An integer.</summary>
    public static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number that reads back to the same bits; always with a point, which YAML 1.1 wants of floats.</summary>
    public static string Real(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponent < 0 ? text : text[..exponent];
        return mantissa.Contains('.', StringComparison.Ordinal) ? text : $"{mantissa}.0{(exponent < 0 ? "" : text[exponent..])}";
    }

    /// <summary>Whether text can be shown line by line under a <c>|</c> and read back unchanged.</summary>
    public static bool IsLiteral(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text[0] is ' ' or '\n' or '\t' || text.EndsWith("\n\n", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length > 0 && line.Trim().IsEmpty)
            {
                return false;
            }
        }

        return !text.Any(character => character != '\n' && NeedsEscape(character));
    }

    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || (text[0] == '/' && text.Length > 1))
        && !text.AsSpan().ContainsAnyExcept(PlainCharacters)
        && !NotText.Contains(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsSurrogate(character))
            {
                if (!char.IsSurrogatePair(text, i))
                {
                    throw new ArgumentException("text with a lone surrogate has no YAML", nameof(text));
                }

                quoted.Append(character).Append(text[++i]);
                continue;
            }

            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when NeedsEscape(character) => quoted.Append($"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    // Surrogates only ever appear in quoted text, where pairs are checked.
    private static bool NeedsEscape(char character) =>
        character is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' || char.IsSurrogate(character);
}
