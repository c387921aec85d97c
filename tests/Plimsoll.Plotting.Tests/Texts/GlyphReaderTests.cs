using Plimsoll.Plotting.Texts;

namespace Plimsoll.Plotting.Tests.Texts;

/// <summary>Glyph descriptions and text lengths.</summary>
public sealed class GlyphReaderTests
{
    [Fact]
    public void Lines_curves_and_dots_become_paths()
    {
        var glyph = GlyphReader.Read("M0 0 L10 0 H20 10 M5 5 L6 6 D1 2");

        Assert.Equal(2, glyph.Strokes.Length);
        Assert.Equal((20.0, 10.0), glyph.Strokes[0][^1]);
        Assert.Equal([(1.0, 2.0)], glyph.Dots);
    }

    [Fact]
    public void A_quarter_stays_at_its_radius()
    {
        var quarter = GlyphReader.Read("M0 100 H100 0").Strokes[0];
        Assert.All(quarter, p => Assert.Equal(100, Math.Sqrt((p.X * p.X) + (p.Y * p.Y)), 0.1));
    }

    [Theory]
    [InlineData("X1 2")]
    [InlineData("M1 b")]
    [InlineData("M1")]
    public void A_description_with_a_slip_is_refused(string description) =>
        Assert.Throws<FormatException>(() => GlyphReader.Read(description));

    [Fact]
    public void Texts_wrap_at_spaces_and_a_long_word_has_its_own_line() =>
        Assert.Equal(["a bb", "incomprehensible", "c"], TextWrap.Lines("a  bb incomprehensible c", 10, 40));

    [Fact]
    public void Digits_are_equally_wide() =>
        Assert.Single("0123456789".Select(TextWidth.Advance).Distinct());
}
