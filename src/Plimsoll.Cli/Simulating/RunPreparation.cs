using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Search;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Transfers;

namespace Plimsoll.Cli.Simulating;

/// <summary>Builds the workers of a question.</summary>
internal sealed class RunPreparation(SimulationQuestion question, PlanningProblem problem)
{
    private const double Gib = 1024.0 * 1024 * 1024;
    private readonly List<SimulatedPool> _pools = [];
    private Provenance _provenance;
    private double _uncertainty;

    /// <summary>The run.</summary>
    /// <exception cref="InvalidInputException">A layout does not divide, or does not fit into memory.</exception>
    /// <exception cref="MissingDataException">Kernel times are missing.</exception>
    public PreparedRun Build()
    {
        var backend = problem.Backends[0];
        var topology = question.Workers is { Aggregated: { } pool }
            ? ServingTopology.Aggregated(Group("agg", SimulateFlags.Parallel.Name, pool, backend.Workers), question.Routing)
            : Disaggregated(backend);
        return new PreparedRun(question, topology, _pools, _provenance, _uncertainty, [.. problem.Notes, .. problem.Model.Approximations, .. question.Notes]);
    }

    private ServingTopology Disaggregated(BackendOption backend)
    {
        var prefill = Group("prefill", SimulateFlags.Prefill.Name, question.Workers.Prefill!.Value, backend.Workers);
        var decode = Group("decode", SimulateFlags.Decode.Name, question.Workers.Decode!.Value, backend.DecodeWorkers);
        var transfer = KvTransferDefaults.For(question.Backend, Link(question.Request, prefill.Engine, decode.Engine));
        return ServingTopology.Disaggregated(prefill, decode, transfer, question.Routing);
    }

    private KvLink Link(PlanRequest request, IServingEngine prefill, IServingEngine decode)
    {
        var link = KvLink.Between(prefill.System, decode.System, question.Workers.Gpus);
        return request.KvLinkGbPerS is null && request.KvLinkLatencyMs is null
            ? link
            : new KvLink("as given", request.KvLinkGbPerS is { } gb ? gb * 1e6 : link.BytesPerMs, request.KvLinkLatencyMs ?? link.LatencyMs);
    }

    private WorkerGroup Group(string role, string flag, WorkerPool pool, IEngineFactory factory)
    {
        var engine = Engine(flag, pool, factory);
        var release = EnginePolicies.For(engine.Version, engine.System, engine.Layout);
        var asked = release with
        {
            MaxBatchedTokens = question.Request.MaxBatchedTokens ?? release.MaxBatchedTokens,
            MaxSequences = question.Request.MaxSequences ?? release.MaxSequences,
            MemoryFraction = question.Request.MemoryFraction ?? release.MemoryFraction,
        };
        var policy = question.Settings.On(asked);
        var limits = policy.LimitsFor(question.SequenceTokens);
        var ledger = engine.Memory(limits);
        var kvTokens = question.Settings.FixedKvTokens(policy);
        if (ledger.KvTokenCapacity == 0 && kvTokens is null)
        {
            throw new InvalidInputException(
                flag,
                $"{pool.Layout} leaves no memory for KV cache: {ledger.FixedBytes / Gib:0.0} GiB without it, of {ledger.BudgetBytes / Gib:0.0} GiB for the engine",
                "more GPUs, GPUs with more memory, or fewer bits per weight");
        }

        Weigh(engine);
        _pools.Add(new SimulatedPool(
            role, engine.System.Name, pool.Layout.ToString(), pool.Workers, pool.Gpus, limits.MaxBatchedTokens, limits.MaxSequences,
            limits.MaxSequenceTokens, limits.MemoryFraction, limits.KvBlockTokens, kvTokens ?? ledger.KvTokenCapacity));
        return new WorkerGroup(engine, policy, limits, engine.Path, pool.Workers) { KvTokens = kvTokens };
    }

    private static IServingEngine Engine(string flag, WorkerPool pool, IEngineFactory factory)
    {
        var offer = factory.Build(pool.Layout);
        if (offer.Accepted)
        {
            return offer.Engine;
        }

        throw offer.Refusal.Category == "kernel_data_missing"
            ? new MissingDataException($"{flag} {pool.Layout}", offer.Refusal.Message)
            : new InvalidInputException(flag, $"{pool.Layout}: {offer.Refusal.Message}");
    }

    // A prompt and a decode step of the load's own size: what every run consists of.
    private void Weigh(IServingEngine engine)
    {
        var isl = question.Request.Isl;
        ReadOnlySpan<BatchShape> steps = [BatchShape.PrefillOnly(new PrefillChunk(isl, 0)), BatchShape.Decode(16, isl + (question.Request.Osl / 2))];
        foreach (ref readonly var step in steps)
        {
            var cost = engine.Explain(step);
            _provenance = (Provenance)Math.Max((int)_provenance, (int)cost.Provenance);
            _uncertainty = Math.Max(_uncertainty, cost.RelativeUncertainty);
        }
    }
}
