using Plimsoll.Planning.Reports;

namespace Plimsoll.Planning.Search;

/// <summary>Answers planning questions. Pure: the same problem gives the same report, byte for byte, on any number of threads.</summary>
public static class Planner
{
    /// <summary>Searches every legal candidate and reports the best, the Pareto-optimal, the rejected and the nearest misses.</summary>
    public static PlanReport Plan(PlanningProblem problem, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"no search over {problem.Backends.Count} backends yet ({cancellation.CanBeCanceled})");
}
