using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Explanations;

/// <summary>The workers of one pool: their settings and memory, and the steps that they run at the planned load.</summary>
/// <param name="Pool"><c>agg</c>, <c>prefill</c> or <c>decode</c>.</param>
/// <param name="Plan">The worker as planned.</param>
/// <param name="Steps">Its steps.</param>
internal sealed record ExplainedWorker(string Pool, WorkerPlan Plan, IReadOnlyList<ExplainedStep> Steps);
