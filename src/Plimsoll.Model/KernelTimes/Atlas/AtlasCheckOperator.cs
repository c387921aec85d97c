using Plimsoll.Model.Backends;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>How far the atlas lies from the tables for one operator of a backend on a system, over all formats and releases together.</summary>
/// <param name="System">Name of the system.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Operator">The kernel.</param>
/// <param name="Rows">Compared rows, without repaired ones.</param>
/// <param name="MedianPct">Median of |atlas ÷ table − 1|, percent; null without rows.</param>
/// <param name="P90Pct">The 90th percentile of the same, percent; null without rows.</param>
public sealed record AtlasCheckOperator(
    string System, BackendKind Backend, AtlasOperator Operator, int Rows, double? MedianPct, double? P90Pct)
{
    /// <summary>Whether both targets are met.</summary>
    public bool MeetsTarget => AtlasCheck.Meets(MedianPct, P90Pct);
}
