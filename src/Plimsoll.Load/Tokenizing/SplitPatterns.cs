using System.Text.RegularExpressions;

namespace Plimsoll.Load.Tokenizing;

/// <summary>Expressions that split text into words: the well-known ones compiled ahead, any other as the file has it.</summary>
internal static partial class SplitPatterns
{
    private const string Gpt2Text = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string Qwen2Text = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Llama3Text = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string GptOssText =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // A pattern of a file is not trusted to end.
    private const int MatchTimeoutMs = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(MatchTimeoutMs);

    /// <summary>The expression of byte-level splitting when a file names none (GPT-2).</summary>
    public static Regex Default => Gpt2();

    /// <summary>The expression of a pattern text in the syntax of the reference implementation.</summary>
    /// <exception cref="TokenizerException">It is none that .NET understands.</exception>
    public static Regex Of(string text)
    {
        switch (text)
        {
            case Gpt2Text: return Gpt2();
            case Qwen2Text: return Qwen2();
            case Llama3Text: return Llama3();
            case GptOssText: return GptOss();
        }

        try
        {
            return new Regex(Translated(text), RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException broken)
        {
            throw new TokenizerException($"its split pattern is not understood: {broken.Message}");
        }
    }

    /// <summary>Splits out exactly a text.</summary>
    public static Regex OfLiteral(string text) => new(Regex.Escape(text), RegexOptions.CultureInvariant, Patience);

    // .NET has no scripts, only blocks; possessive quantifiers change only how fast a match fails.
    private static string Translated(string text) => text
        .Replace(@"\p{Han}", @"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", StringComparison.Ordinal)
        .Replace("++", "+", StringComparison.Ordinal)
        .Replace("*+", "*", StringComparison.Ordinal)
        .Replace("?+", "?", StringComparison.Ordinal);

    [GeneratedRegex(Gpt2Text, RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex Gpt2();

    [GeneratedRegex(Qwen2Text, RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex Qwen2();

    [GeneratedRegex(Llama3Text, RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex Llama3();

    [GeneratedRegex(GptOssText, RegexOptions.CultureInvariant, MatchTimeoutMs)]
    private static partial Regex GptOss();
}
