namespace Plimsoll.Plotting.Figures;

/// <summary>How values become places along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long; values are positive.</summary>
    Logarithmic,
}
