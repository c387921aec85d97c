namespace Plimsoll.Planning.Reports;

/// <summary>A configuration that nearly meets the targets.</summary>
/// <param name="Configuration">The configuration at its nearest operating point.</param>
/// <param name="WorstExcess">The worst relative excess over a target (0.25 = 25 % above).</param>
/// <param name="Relax">Every target that it misses, and the value that would admit it.</param>
public sealed record NearestMiss(PlannedConfiguration Configuration, double WorstExcess, IReadOnlyList<TargetRelaxation> Relax);
