namespace Plimsoll.Plotting.Figures;

/// <summary>One point of a series in the units of its axes.</summary>
/// <param name="X">Horizontal value.</param>
/// <param name="Y">Vertical value.</param>
/// <param name="Base">Where the filling of an area begins; other kinds ignore it.</param>
public readonly record struct DataPoint(double X, double Y, double Base = 0);
