namespace Plimsoll.Plotting.Layout;

/// <summary>Sizes that all figures share, in units of the drawing.</summary>
internal static class Measures
{
    public const double Padding = 16;
    public const double TitleSize = 16;
    public const double SubtitleSize = 12;
    public const double TextSize = 12;
    public const double TickSize = 11;

    /// <summary>From one base line to the next, as a multiple of the font size.</summary>
    public const double LineHeight = 1.4;

    /// <summary>Between a tick's text and its axis.</summary>
    public const double TickGap = 7;

    /// <summary>Above the first and between stacked panels.</summary>
    public const double PanelGap = 14;

    /// <summary>The least free room between two texts.</summary>
    public const double TextGap = 10;

    public const double LineWidth = 1.75;
    public const double DotRadius = 2.75;
    public const double Hairline = 1;
}
