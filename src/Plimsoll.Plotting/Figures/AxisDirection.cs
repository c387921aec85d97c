namespace Plimsoll.Plotting.Figures;

/// <summary>One of the two directions of a figure.</summary>
public enum AxisDirection
{
    /// <summary>From left to right.</summary>
    Horizontal,

    /// <summary>From bottom to top.</summary>
    Vertical,
}
