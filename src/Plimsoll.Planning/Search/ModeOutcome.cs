using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Verification;

namespace Plimsoll.Planning.Search;

/// <summary>One way of serving, planned.</summary>
/// <param name="Plan">Its part of the report.</param>
/// <param name="Kept">Every configuration that keeps the targets, best first, beyond those that the report lists.</param>
/// <param name="Winner">The first of them as it was verified; null without verification, or when there is none.</param>
internal sealed record ModeOutcome(ModePlan Plan, IReadOnlyList<PlannedConfiguration> Kept, VerifiedSurvivor? Winner);
