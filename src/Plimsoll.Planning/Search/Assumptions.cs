using Plimsoll.Planning.Requests;

namespace Plimsoll.Planning.Search;

/// <summary>What every plan assumes, for its notes.</summary>
internal static class Assumptions
{
    public static IEnumerable<string> Of(PlanningProblem problem)
    {
        var request = problem.Request;
        yield return "Latencies are means of a steady load: every client sends its next request when the last one is answered, all lengths are equal.";
        if (request.Verify)
        {
            yield return "No simulation has verified these figures: this release has the steady state alone.";
        }

        if (request.Prefix > 0)
        {
            yield return $"{request.Prefix} of {request.Isl} prompt tokens are found in the KV cache of the worker that prefills; each request keeps its own copy.";
        }

        if (request.TotalGpus == 1 && request.ServingMode != ServingModeChoice.Agg)
        {
            yield return "Disaggregated serving needs two GPUs and was not considered.";
        }

        if (request is { Osl: 1, ServingMode: not ServingModeChoice.Agg })
        {
            yield return "Answers of one token leave nothing to decode: disaggregated serving was not considered.";
        }

        if (request.DecodeSystem is { } decode && decode != request.System)
        {
            yield return $"All {request.TotalGpus} GPUs are {request.System} for aggregated serving; for disaggregated serving each pool takes as many of its own kind as it needs, {request.TotalGpus} together.";
        }

        foreach (var approximation in problem.Model.Approximations)
        {
            yield return approximation;
        }
    }
}
