namespace Plimsoll.Plotting.Texts;

/// <summary>How long texts are, for every back end alike: advances of a common sans serif in thousandths of the font size.</summary>
/// <remarks>A viewer's own font differs by a few percent; layouts leave room for that.</remarks>
internal static class TextWidth
{
    private const int Fallback = 600;

    /// <summary>From the space (32) to the tilde (126).</summary>
    private static readonly short[] Advances =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    /// <summary>How much longer heavy texts are.</summary>
    public const double Bold = 1.06;

    /// <summary>Length of a text.</summary>
    public static double Of(string text, double size, bool bold = false)
    {
        var thousandths = 0;
        foreach (var character in text)
        {
            thousandths += Advance(character);
        }

        return thousandths * size / 1000 * (bold ? Bold : 1);
    }

    /// <summary>Advance of one character in thousandths of the font size.</summary>
    public static int Advance(char character) => character switch
    {
        >= ' ' and <= '~' => Advances[character - ' '],
        'µ' => 556,
        '×' or '±' or '≤' or '≥' or '≈' or '−' or '→' => 584,
        '·' or '\u00A0' => 278,
        '–' => 556,
        '²' => 333,
        '°' => 400,
        _ => Fallback,
    };
}
