using Plimsoll.Model.Parallelism;
using Plimsoll.Planning.Layouts;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Search;

/// <summary>All workers of one backend on one system, and why other layouts have none.</summary>
internal sealed class WorkerSpace
{
    private const double Gib = 1024.0 * 1024 * 1024;
    private readonly List<WorkerOption> _workers = [];
    private bool _memoryFailed;

    private WorkerSpace()
    {
    }

    /// <summary>The workers in the order of the layout space.</summary>
    public IReadOnlyList<WorkerOption> Workers => _workers;

    /// <summary>Refused layouts.</summary>
    public RejectionTally Rejected { get; } = new();

    /// <summary>Builds every layout; with pipeline stages only when memory refused all without.</summary>
    public static WorkerSpace Build(PlanningProblem problem, int backend, IEngineFactory factory)
    {
        var request = problem.Request;
        var space = new WorkerSpace();
        space.AddAll(problem, backend, factory, LayoutSpace.Of(problem.Model, factory.System, request.TotalGpus, request.MaxGpusPerWorker, pipelined: false));
        if (space._workers.Count == 0 && space._memoryFailed)
        {
            space.AddAll(problem, backend, factory, LayoutSpace.Of(problem.Model, factory.System, request.TotalGpus, request.MaxGpusPerWorker, pipelined: true));
        }

        return space;
    }

    private void AddAll(PlanningProblem problem, int backend, IEngineFactory factory, IReadOnlyList<ParallelLayout> layouts)
    {
        foreach (var layout in layouts)
        {
            var offer = factory.Build(layout);
            if (!offer.Accepted)
            {
                Rejected.Add(offer.Refusal.Category, $"{factory.Version} {layout}: {offer.Refusal.Message}");
            }
            else
            {
                AddIfItFits(problem, backend, offer.Engine);
            }
        }
    }

    private void AddIfItFits(PlanningProblem problem, int backend, IServingEngine engine)
    {
        var request = problem.Request;
        var policy = Policy(request, engine);
        var shape = new RequestShape(request.Isl, request.Osl, request.Prefix);
        var limits = policy.LimitsFor(problem.Workload.LongestTokens);
        var capacity = new WorkerCapacity(engine, policy, limits, shape);
        if (capacity.SequencesPerSlot > 0)
        {
            _workers.Add(new WorkerOption(backend, engine, policy, limits, capacity));
            return;
        }

        _memoryFailed = true;
        var ledger = capacity.Ledger;
        if (ledger.KvBytes <= 0)
        {
            Rejected.Add(
                RejectionReasons.WeightsDoNotFit,
                $"{engine.Version} {engine.Layout}: {ledger.FixedBytes / Gib:0.0} GiB without any KV cache, of {ledger.BudgetBytes / Gib:0.0} GiB");
        }
        else
        {
            Rejected.Add(
                RejectionReasons.KvCacheTooSmall,
                $"{engine.Version} {engine.Layout}: {ledger.KvTokenCapacity} tokens of KV cache for a sequence of {shape.TotalTokens}");
        }
    }

    private static EnginePolicy Policy(PlanRequest request, IServingEngine engine)
    {
        var policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout);
        return policy with
        {
            MaxBatchedTokens = request.MaxBatchedTokens ?? policy.MaxBatchedTokens,
            MaxSequences = request.MaxSequences ?? policy.MaxSequences,
            MemoryFraction = request.MemoryFraction ?? policy.MemoryFraction,
        };
    }
}
