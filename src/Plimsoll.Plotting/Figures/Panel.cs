namespace Plimsoll.Plotting.Figures;

/// <summary>One rectangle of a figure with its own vertical axis.</summary>
public sealed record Panel
{
    /// <summary>The axis of this panel.</summary>
    public required Axis Vertical { get; init; }

    /// <summary>The data, drawn in this order: later ones lie on top. Series of one name share a colour and a legend entry.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Lines at given values, such as a target.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Points with a name beside them.</summary>
    public IReadOnlyList<PointLabel> Labels { get; init; } = [];

    /// <summary>Share of the height, relative to the other panels.</summary>
    public double Weight { get; init; } = 1;
}
