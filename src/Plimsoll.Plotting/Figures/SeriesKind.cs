namespace Plimsoll.Plotting.Figures;

/// <summary>How the points of a series are drawn.</summary>
public enum SeriesKind
{
    /// <summary>Joined by straight lines in their order.</summary>
    Line,

    /// <summary>Each value holds until the next point.</summary>
    Step,

    /// <summary>Dots.</summary>
    Scatter,

    /// <summary>The surface between each point's base and its value.</summary>
    Area,
}
