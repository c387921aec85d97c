namespace Plimsoll.Plotting.Colours;

/// <summary>The colours of figures: series keep apart for readers with colour-vision deficiencies and on paper.</summary>
public static class Palette
{
    private static readonly Colour[] SeriesColours =
    [
        Colour.Of(0x1F5FA8), Colour.Of(0xD9680F), Colour.Of(0x1E8A5A), Colour.Of(0x8B4FA8),
        Colour.Of(0xB98A00), Colour.Of(0x1497A6), Colour.Of(0xB03060), Colour.Of(0x6B7280),
    ];

    /// <summary>What figures are drawn on; their own, so that they read in a dark viewer too.</summary>
    public static Colour Paper => Colour.Of(0xFFFFFF);

    /// <summary>Headings and labels of points.</summary>
    public static Colour Ink => Colour.Of(0x1B2430);

    /// <summary>Labels of axes and ticks.</summary>
    public static Colour SoftInk => Colour.Of(0x4B5563);

    /// <summary>The base line of an axis.</summary>
    public static Colour AxisLine => Colour.Of(0x8A94A3);

    /// <summary>Lines at ticks.</summary>
    public static Colour GridLine => Colour.Of(0xE4E7EC);

    /// <summary>Targets.</summary>
    public static Colour Target => Colour.Of(0xC0272D);

    /// <summary>Things that are there for comparison only.</summary>
    public static Colour Muted => Colour.Of(0x9AA3AF);

    /// <summary>The colour of the n-th series from 0; they repeat after eight.</summary>
    public static Colour Series(int index) => SeriesColours[index % SeriesColours.Length];
}
