using Plimsoll.Planning.Requests;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Search;

/// <summary>The workers of all backends, for aggregated serving and for both pools of disaggregated serving.</summary>
internal sealed class SearchSpace
{
    private readonly WorkerSpace[] _workers;
    private readonly WorkerSpace[] _decodeWorkers;

    private SearchSpace(WorkerSpace[] workers, WorkerSpace[] decodeWorkers)
    {
        (_workers, _decodeWorkers) = (workers, decodeWorkers);
        Workers = [.. workers.SelectMany(space => space.Workers)];
    }

    /// <summary>Aggregated (and prefill) workers, backend by backend.</summary>
    public IReadOnlyList<WorkerOption> Workers { get; }

    /// <summary>Builds the workers of every backend; once where both pools run on the same system.</summary>
    public static SearchSpace Build(PlanningProblem problem, ParallelOptions options)
    {
        var backends = problem.Backends;
        var spaces = new WorkerSpace[2 * backends.Count];
        Parallel.For(0, spaces.Length, options, i =>
        {
            var backend = backends[i / 2];
            var factory = i % 2 == 0 ? backend.Workers : backend.DecodeWorkers;
            if (i % 2 == 0 || !ReferenceEquals(backend.Workers, backend.DecodeWorkers))
            {
                spaces[i] = WorkerSpace.Build(problem, i / 2, factory);
            }
        });
        return new SearchSpace(
            [.. backends.Select((_, i) => spaces[2 * i])],
            [.. backends.Select((_, i) => spaces[(2 * i) + 1] ?? spaces[2 * i])]);
    }

    /// <summary>Layouts refused for aggregated workers.</summary>
    public RejectionTally AggregatedRefusals()
    {
        var tally = new RejectionTally();
        foreach (var space in _workers)
        {
            tally.Add(space.Rejected);
        }

        return tally;
    }

    /// <summary>Layouts refused for prefill and for decode workers (counted once where both run on the same system).</summary>
    public RejectionTally DisaggregatedRefusals()
    {
        var tally = AggregatedRefusals();
        foreach (var space in _decodeWorkers.Except(_workers))
        {
            tally.Add(space.Rejected);
        }

        return tally;
    }

    /// <summary>Prefill workers by backend.</summary>
    public IReadOnlyList<IReadOnlyList<PrefillOption>> PrefillOptions(PlanRequest request, ParallelOptions options)
    {
        var shape = new RequestShape(request.Isl, request.Osl, request.Prefix);
        var made = new PrefillOption[Workers.Count];
        Parallel.For(0, made.Length, options, i =>
        {
            var worker = Workers[i];
            made[i] = new PrefillOption(worker, new PrefillPool(worker.Engine, worker.Policy, worker.Limits, shape));
        });
        return [.. _workers.Select((_, backend) => (IReadOnlyList<PrefillOption>)[.. made.Where(option => option.Worker.Backend == backend)])];
    }

    /// <summary>Decode workers of all backends.</summary>
    public IReadOnlyList<DecodeOption> DecodeOptions(PlanRequest request, ParallelOptions options)
    {
        var shape = new RequestShape(request.Isl, request.Osl, request.Prefix);
        var workers = _decodeWorkers.SelectMany(space => space.Workers).ToList();
        var made = new DecodeOption[workers.Count];
        Parallel.For(0, made.Length, options, i =>
            made[i] = new DecodeOption(workers[i], new DecodePool(workers[i].Engine, workers[i].Policy, workers[i].Limits, shape)));
        return made;
    }
}
