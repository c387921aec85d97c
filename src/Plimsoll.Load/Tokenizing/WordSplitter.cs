using System.Text.RegularExpressions;

namespace Plimsoll.Load.Tokenizing;

/// <summary>Splits text into the words within which tokens are merged, by the patterns of a <c>tokenizer.json</c>, one after the other.</summary>
/// <remarks>
/// Patterns speak of characters, .NET's expressions of UTF-16 code units. A text with characters beyond U+FFFF is therefore matched through a
/// shadow in which each of these is one unit of the same class.
/// </remarks>
internal sealed class WordSplitter(IReadOnlyList<Regex> patterns)
{
    /// <summary>The ranges of the words, in order; together they are the whole text.</summary>
    public IReadOnlyList<Range> Split(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return [];
        }

        return text.ContainsAnyInRange('\ud800', '\udfff') ? SplitShadow(text) : SplitUnits(text);
    }

    private List<Range> SplitUnits(ReadOnlySpan<char> text)
    {
        var words = new List<Range>((text.Length / 4) + 1) { new(0, text.Length) };
        foreach (var pattern in patterns)
        {
            var finer = new List<Range>(Math.Max(words.Count, text.Length / 4));
            foreach (var word in words)
            {
                var (start, length) = word.GetOffsetAndLength(text.Length);
                var at = 0;
                foreach (var match in pattern.EnumerateMatches(text.Slice(start, length)))
                {
                    Add(finer, start + at, start + match.Index);
                    Add(finer, start + match.Index, start + match.Index + match.Length);
                    at = match.Index + match.Length;
                }

                Add(finer, start + at, start + length);
            }

            words = finer;
        }

        return words;
    }

    private List<Range> SplitShadow(ReadOnlySpan<char> text)
    {
        var shadow = new CharacterShadow(text);
        var words = SplitUnits(shadow.Text);
        for (var i = 0; i < words.Count; i++)
        {
            words[i] = shadow.InText(words[i]);
        }

        return words;
    }

    private static void Add(List<Range> words, int from, int to)
    {
        if (to > from)
        {
            words.Add(new Range(from, to));
        }
    }
}
