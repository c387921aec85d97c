using Plimsoll.Model.Models;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Planning.Search;

/// <summary>A planning question with its names resolved: what the planner needs and nothing that it would have to look up.</summary>
public sealed record PlanningProblem
{
    /// <summary>The question.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>The model, number formats already overridden.</summary>
    public required ModelSpec Model { get; init; }

    /// <summary>The backends to consider, in the order in which equal results are listed.</summary>
    public required IReadOnlyList<BackendOption> Backends { get; init; }

    /// <summary>The lengths and arrivals of its requests.</summary>
    public PlannedWorkload Workload { get => field ?? PlannedWorkload.Of(Request); init; }

    /// <summary>What resolving the names substituted or assumed, for the report.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
