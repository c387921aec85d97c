using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Routing;

/// <summary>Picks the worker of each request. Stateful, for one run; deterministic, the first of equal workers wins.</summary>
/// <remarks>
/// <see cref="RoutingPolicy.KvAware"/> takes the least of: prompt blocks to compute (of this request beyond its prefix hits, and of those
/// already sent there) + KV blocks held with this request's own. It is the cost of NVIDIA Dynamo's KV router at its default overlap weight of 1 and temperature 0
/// (Dynamo documentation, «Router Design»), with the workers' true state in place of the router's book-keeping.
/// </remarks>
/// <param name="policy">The rule.</param>
public sealed class Router(RoutingPolicy policy)
{
    private int _last = -1;

    /// <summary>The index of the worker that <paramref name="request"/> goes to.</summary>
    /// <param name="workers">All workers in their order, at least one.</param>
    /// <param name="request">The request.</param>
    public int Pick(IReadOnlyList<IRoutableWorker> workers, in ClientRequest request)
    {
        if (policy == RoutingPolicy.RoundRobin || workers.Count == 1)
        {
            _last = (_last + 1) % workers.Count;
            return _last;
        }

        var best = 0;
        var bestCost = double.PositiveInfinity;
        for (var i = 0; i < workers.Count; i++)
        {
            var cost = policy == RoutingPolicy.KvAware ? KvCost(workers[i], request) : workers[i].InFlight;
            if (cost < bestCost)
            {
                (best, bestCost) = (i, cost);
            }
        }

        return best;
    }

    private static double KvCost(IRoutableWorker worker, in ClientRequest request)
    {
        double toCompute = worker.PromptTokensToCompute + request.Isl - worker.CachedTokens(request);
        double blockTokens = worker.KvBlockTokens;
        return (toCompute / blockTokens) + worker.KvBlocksHeld + Math.Ceiling(request.Isl / blockTokens);
    }
}
