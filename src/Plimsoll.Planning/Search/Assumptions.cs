using Plimsoll.Planning.Requests;

namespace Plimsoll.Planning.Search;

/// <summary>What every plan assumes, for its notes.</summary>
internal static class Assumptions
{
    public static IEnumerable<string> Of(PlanningProblem problem)
    {
        var request = problem.Request;
        yield return request is { Verify: true, RequestRate: null, Trace: null, Protocol: LoadProtocol.Closed }
            ? "Ranked configurations are simulated as a benchmark would load them: all clients start at once, then each sends its next request when it has its answer, ten requests a client; other rows, and the candidates that were rejected, are means of a steady load."
            : request.Verify ? "Ranked configurations are simulated; other rows, and the candidates that were rejected, are means of a steady load."
            : "Latencies are means of a steady load: every client sends its next request when the last one is answered, all lengths are equal; nothing was simulated.";

        if (request.RequestRate is { } rate)
        {
            yield return $"Requests arrive at random, {rate} a second over the cluster, shared evenly by the replicas; configurations are ranked by the rate that they could carry.";
        }

        if (request.Trace is not null)
        {
            yield return "Each of n replicas gets every n-th request of the trace; configurations are ranked by the speed at which they could carry it.";
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
