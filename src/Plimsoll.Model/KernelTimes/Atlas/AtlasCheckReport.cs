namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>How far an atlas lies from measured tables.</summary>
/// <param name="Operators">By system, backend and operator; the targets are meant for these.</param>
/// <param name="Rows">The same in detail, by release and format.</param>
public sealed record AtlasCheckReport(IReadOnlyList<AtlasCheckOperator> Operators, IReadOnlyList<AtlasCheckRow> Rows)
{
    /// <summary>Whether nothing is missing and every operator meets its targets.</summary>
    public bool MeetsTargets => Operators.All(summary => summary.MeetsTarget) && !Rows.Any(row => row.IsMissing);
}
