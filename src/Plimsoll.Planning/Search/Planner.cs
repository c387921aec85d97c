using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;
using Plimsoll.Planning.Conclusions;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;
using Plimsoll.Planning.Verification;

namespace Plimsoll.Planning.Search;

/// <summary>Answers planning questions. Pure: the same problem gives the same report, byte for byte, on any number of threads.</summary>
public static class Planner
{
    /// <summary>Searches every legal candidate and reports the best, the Pareto-optimal, the rejected and the nearest misses.</summary>
    /// <param name="problem">The question with its names resolved.</param>
    /// <param name="threads">Most threads to use; 0 = one per processor. Never changes the answer.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static PlanReport Plan(PlanningProblem problem, int threads = 0, CancellationToken cancellation = default)
    {
        // The steady state takes every request for the mean one.
        var asked = problem.Request;
        problem = problem with { Request = asked with { Isl = problem.Workload.Mean.Isl, Osl = problem.Workload.Mean.Osl }, Workload = problem.Workload };
        var request = problem.Request;
        var targets = LatencyTargets.Of(request);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1, CancellationToken = cancellation };
        var space = SearchSpace.Build(problem, options);
        var verifier = request.Verify ? new Verifier(LoadOf(problem), ServiceLevels.Of(request), request.TotalGpus, request.TopN, options) : null;
        var modes = new ModePlanner(request, targets, verifier);

        var aggregated = request.ServingMode == ServingModeChoice.Disagg ? [] : RunAggregated(space, request, targets, options);
        var agg = request.ServingMode == ServingModeChoice.Disagg ? null : modes.Aggregated(aggregated, space.AggregatedRefusals());

        var considersDisagg = request.ServingMode != ServingModeChoice.Agg && request is { TotalGpus: > 1, Osl: > 1 };
        var disaggregated = considersDisagg ? RunDisaggregated(space, request, targets, options) : [];
        var disagg = considersDisagg
            ? modes.Disaggregated(disaggregated, Front(problem.Backends.Count, disaggregated, request, targets, options), space.DisaggregatedRefusals())
            : null;

        var comparison = Comparison.Of(problem, agg, disagg);
        var winner = comparison.Chosen == ServingMode.Disagg ? disagg?.Winner : agg?.Winner;
        var report = new PlanReport
        {
            Request = asked,
            Model = Summary(problem.Model),
            Chosen = comparison.Chosen,
            TargetsMet = comparison.Chosen is not null,
            Speedup = comparison.Speedup,
            Backends = comparison.Backends,
            Agg = agg?.Plan,
            Disagg = disagg?.Plan,
            Binding = winner is null ? null : verifier?.Bind(winner),
            Conclusions = [],
            Notes = [.. problem.Notes, .. Assumptions.Of(problem)],
        };
        return report with { Conclusions = Analysers.All(report) };
    }

    private static LoadModel LoadOf(PlanningProblem problem)
    {
        var (request, workload, seed) = (problem.Request, problem.Workload, (ulong)problem.Request.Seed);
        return workload.Trace is { } trace ? new TraceLoad(trace, workload.Lengths, workload.TraceRequestsPerMs)
            : request.RequestRate is { } rate ? new RateLoad(workload.Lengths, rate, seed)
            : new ClosedLoad(workload.Lengths, request.Protocol == LoadProtocol.Steady, seed);
    }

    private static AggregatedSearch[] RunAggregated(SearchSpace space, PlanRequest request, LatencyTargets targets, ParallelOptions options)
    {
        var workers = space.Workers;
        var searches = new AggregatedSearch[workers.Count];
        Parallel.For(0, searches.Length, options, i => searches[i] = AggregatedSearch.Run(workers[i], request, targets));
        return searches;
    }

    private static DisaggregatedSearch[] RunDisaggregated(SearchSpace space, PlanRequest request, LatencyTargets targets, ParallelOptions options)
    {
        var prefills = space.PrefillOptions(request, options);
        var decodes = space.DecodeOptions(request, options);
        var searches = new DisaggregatedSearch[decodes.Count];
        Parallel.For(0, searches.Length, options, i =>
            searches[i] = DisaggregatedSearch.Run(decodes[i], prefills[decodes[i].Worker.Backend], request, targets));
        return searches;
    }

    private static DisaggregatedCandidate[] Front(
        int backends, DisaggregatedSearch[] searches, PlanRequest request, LatencyTargets targets, ParallelOptions options)
    {
        var fronts = new IReadOnlyList<DisaggregatedCandidate>[backends];
        Parallel.For(0, backends, options, i =>
            fronts[i] = DisaggregatedFront.Of(searches.Where(search => search.Decode.Worker.Backend == i), request, targets));
        return [.. fronts.SelectMany(front => front)];
    }

    private static ModelSummary Summary(ModelSpec model) => new(
        model.Id,
        model.Architecture,
        model.IsMoe,
        model.Layers,
        model.Quantization.Gemm.Name(),
        model.IsMoe ? model.Quantization.Moe.Name() : null,
        model.Quantization.KvCache.Name(),
        model.Quantization.Fmha.Name(),
        model.Quantization.Comm.Name());
}
