namespace Plimsoll.Plotting.Figures;

/// <summary>A dashed line across a panel at one value, such as a target.</summary>
/// <param name="Direction">Which axis the value belongs to.</param>
/// <param name="Value">The value.</param>
/// <param name="Label">Its name, written along it; empty for none.</param>
public sealed record ReferenceLine(AxisDirection Direction, double Value, string Label);
