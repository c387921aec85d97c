using System.Globalization;
using System.Text;

namespace Plimsoll.Load.Tokenizing;

/// <summary>A text with one UTF-16 unit for each character: those beyond U+FFFF become one of the same class.</summary>
internal readonly ref struct CharacterShadow
{
    private readonly int[] _starts;
    private readonly char[] _characters;
    private readonly int _count;

    public CharacterShadow(ReadOnlySpan<char> text)
    {
        (_starts, _characters) = (new int[text.Length + 1], new char[text.Length]);
        var at = 0;
        while (at < text.Length)
        {
            _starts[_count] = at;
            Rune.DecodeFromUtf16(text[at..], out var rune, out var consumed);
            _characters[_count++] = consumed == 1 ? text[at] : Representative(rune);
            at += consumed;
        }

        _starts[_count] = text.Length;
    }

    /// <summary>The shadow.</summary>
    public ReadOnlySpan<char> Text => _characters.AsSpan(0, _count);

    /// <summary>A range of the shadow as a range of the text.</summary>
    public Range InText(Range range) => new(_starts[range.Start.Value], _starts[range.End.Value]);

    private static char Representative(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => 'À',
        UnicodeCategory.LowercaseLetter => 'à',
        UnicodeCategory.TitlecaseLetter => 'ǅ',
        UnicodeCategory.ModifierLetter => 'ʰ',
        UnicodeCategory.OtherLetter => IsHan(rune) ? '一' : 'א',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0301',
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '²',
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol => '©',
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation => '§',
        _ => '\ue000',
    };

    private static bool IsHan(Rune rune) => rune.Value is >= 0x20000 and <= 0x323AF;
}
