using Plimsoll.Model.Backends;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>How far the atlas lies from the tables for one operator in one format of one release.</summary>
/// <param name="System">Name of the system.</param>
/// <param name="Engine">Backend and release.</param>
/// <param name="Operator">The kernel.</param>
/// <param name="Format">Its number format.</param>
/// <param name="MeasuredWith">The release that measured the rows.</param>
/// <param name="Rows">Compared rows, without repaired ones.</param>
/// <param name="RepairedShare">Share of all rows that are implausible and were replaced, and are therefore not compared.</param>
/// <param name="MedianPct">Median of |atlas ÷ table − 1|, percent; null without rows.</param>
/// <param name="P90Pct">The 90th percentile of the same, percent; null without rows.</param>
/// <param name="IsMissing">Whether the tables have the operator and the atlas has not.</param>
public sealed record AtlasCheckRow(
    string System,
    EngineVersion Engine,
    AtlasOperator Operator,
    string Format,
    string MeasuredWith,
    int Rows,
    double RepairedShare,
    double? MedianPct,
    double? P90Pct,
    bool IsMissing)
{
    /// <summary>Whether the atlas has the operator and meets both targets.</summary>
    public bool MeetsTarget => !IsMissing && AtlasCheck.Meets(MedianPct, P90Pct);
}
