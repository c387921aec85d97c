using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Explanations;

/// <summary>One configuration priced operator by operator.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Workers">Its workers: one pool, or prefill and decode.</param>
internal sealed record Explanation(PlannedConfiguration Configuration, IReadOnlyList<ExplainedWorker> Workers)
{
    /// <summary>The shape of this document.</summary>
    public string Schema { get; } = "plimsoll.explanation/1";
}
