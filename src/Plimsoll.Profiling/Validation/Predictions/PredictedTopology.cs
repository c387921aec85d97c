using Plimsoll.Model.Backends;
using Plimsoll.Model.Steps;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Transfers;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>Puts the simulated workers of a measured run together.</summary>
internal sealed class PredictedTopology(EngineShelf engines, ServedModel served, MeasuredExperiment experiment, int longestSequence)
{
    private const int ShortPrompt = 1024;

    // vLLM's NIXL connector over CUDA IPC, as the transfer plan explains; a measured link is one of those, a data sheet's is RDMA.
    private const double StallOfCopies = 0.57;

    /// <summary>What a reader must know.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>GPUs of all workers.</summary>
    public int Gpus { get; private set; }

    /// <summary>The workers, and the link between them when disaggregated.</summary>
    /// <exception cref="RefusedException">There are no such workers.</exception>
    public ServingTopology Build()
    {
        var topology = experiment.Topology;
        if (topology.Workers is { } workers)
        {
            return ServingTopology.Aggregated(Group(workers));
        }

        var prefill = Group(topology.Prefill!);
        var decode = Group(topology.Decode!);
        var link = topology.Link is { } measured
            ? new KvLink("as measured", measured.BytesPerMs, Math.Max(0, measured.ConstantMs - WithoutTransferMs(decode)))
            : KvLink.Between(served.System, served.System, Gpus);

        // vLLM's connectors let the decode worker make the first token that the client sees; the others hand on the prefill worker's.
        var isVllm = served.Version.Backend == BackendKind.Vllm;
        return ServingTopology.Disaggregated(prefill, decode, new KvTransferPlan(link, FirstTokenFromPrefill: !isVllm)
        {
            ReceiverStallShare = isVllm && topology.Link is not null ? StallOfCopies : 0,
        });
    }

    // The constant was fitted to the whole second leg: it contains the way to the decode worker and the step that makes its first token.
    private static double WithoutTransferMs(WorkerGroup decode) =>
        decode.Path.AloneMs(ShortPrompt) + decode.Engine.StepMs(BatchShape.Decode(1, ShortPrompt));

    private WorkerGroup Group(MeasuredWorkers workers)
    {
        var (layout, side) = workers.Parallelism.For(served.Model.IsMoe);
        var engine = engines.Build(served, layout);
        var settings = LaunchSettings.Apply(EnginePolicies.For(served.Version, served.System, layout), experiment.Engine.Arguments);
        Notes.AddRange(settings.Notes);
        if (experiment.Engine.Assumed is { } assumed)
        {
            settings.Assume(assumed);
            Notes.Add($"assumed: {assumed.Reason}");
        }

        Gpus += workers.Count * side * layout.Gpus;
        var limits = settings.Policy.LimitsFor(Math.Max(longestSequence, settings.MaxSequenceTokens ?? 0));
        var group = new WorkerGroup(engine, settings.Policy, limits, engine.Path, workers.Count * side) { KvTokens = workers.KvTokens };
        return engine.Memory(limits).KvTokenCapacity > 0 || workers.KvTokens is not null
            ? group
            : throw new RefusedException("memory_too_small", $"{layout} leaves no memory for a KV cache");
    }
}
