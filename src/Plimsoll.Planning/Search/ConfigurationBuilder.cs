using Plimsoll.Model.Backends;
using Plimsoll.Model.Steps;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Targets;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Search;

/// <summary>Writes candidates down as configurations of the report.</summary>
internal sealed class ConfigurationBuilder(PlanRequest request)
{
    // From here on prompts, not the target that their waiting exceeds, are what more load meets first.
    private const double BusyPrompts = 0.85;
    private readonly RequestShape _shape = new(request.Isl, request.Osl, request.Prefix);
    private readonly LatencyTargets _targets = LatencyTargets.Of(request);

    /// <summary>An aggregated candidate; with <paramref name="detailed"/>, its parts and where its times come from.</summary>
    public PlannedConfiguration Aggregated(AggregatedSearch search, in AggregatedCandidate candidate, bool detailed)
    {
        var (worker, point) = (search.Worker, candidate.Point);
        var replicas = request.TotalGpus / worker.Gpus;
        var perWorker = point.Requests * worker.Capacity.Slots;
        var evidence = detailed ? Evidence.Of(worker.Engine, [Decode(point), Prefill(worker.Limits, point)]) : null;
        var plan = Worker(
            worker,
            workers: 1,
            point.Requests,
            point.RequestsPerMs * worker.Capacity.Slots,
            point.Utilization,
            worker.Capacity.KvTokensHeld(point.Requests),
            evidence);
        return Configuration(ServingMode.Agg, worker, worker.Layout.ToString(), worker.Gpus, replicas, perWorker, point, point.RequestsPerMs * worker.Capacity.Slots) with
        {
            BatchSize = point.Requests,
            MemoryGib = plan.MemoryGib,
            Provenance = evidence?.Provenance,
            Uncertainty = evidence?.Uncertainty,
            Worker = plan,
            Parts = detailed ? Parts(point) with { Bound = Bound(search, point) } : null,
        };
    }

    /// <summary>A disaggregated candidate; with <paramref name="detailed"/>, its parts and where its times come from.</summary>
    public PlannedConfiguration Disaggregated(DisaggregatedCandidate candidate, bool detailed)
    {
        var (prefill, decode, point) = (candidate.Prefill, candidate.Decode, candidate.Point);
        var prefillEvidence = detailed ? Evidence.Of(prefill.Worker.Engine, [Prefill(prefill.Worker.Limits, point)]) : null;
        var decodeEvidence = detailed ? Evidence.Of(decode.Worker.Engine, [Decode(point)]) : null;
        var prefillPerMs = point.RequestsPerMs / candidate.PrefillWorkers;
        var inPrefill = prefillPerMs / prefill.Pool.Capacity.Slots * (point.PrefillMs + point.TransferMs);
        var prefillPlan = Worker(
            prefill.Worker with { Capacity = prefill.Pool.Capacity },
            candidate.PrefillWorkers,
            prefill.Pool.PromptsPerStep,
            prefillPerMs,
            point.Utilization,
            prefill.Pool.Capacity.KvTokensHeld(Math.Max(1, inPrefill)),
            prefillEvidence);
        var decodePlan = Worker(
            decode.Worker,
            candidate.DecodeWorkers,
            (int)Math.Ceiling(point.DecodeRows - 1e-9),
            point.RequestsPerMs / candidate.DecodeWorkers,
            Math.Min(1, point.RequestsPerMs / candidate.Steady.DecodeCapacityPerMs),
            decode.Pool.Capacity.KvTokensHeld(Math.Max(1, point.DecodeRows)),
            decodeEvidence);
        var parallel = $"{candidate.PrefillWorkers}×{prefill.Worker.Layout}+{candidate.DecodeWorkers}×{decode.Worker.Layout}";
        return Configuration(ServingMode.Disagg, decode.Worker, parallel, candidate.GpusPerReplica, candidate.Replicas, point.Requests, point, point.RequestsPerMs) with
        {
            BatchSize = decodePlan.BatchSize,
            MemoryGib = Math.Max(prefillPlan.MemoryGib, decodePlan.MemoryGib),
            Provenance = Evidence.Worse(prefillEvidence, decodeEvidence)?.Provenance,
            Uncertainty = Evidence.Mean(prefillEvidence, point.PrefillMs, decodeEvidence, point.DecodeSteps * point.TpotMs),
            Prefill = prefillPlan,
            Decode = decodePlan,
            Parts = detailed ? Parts(point) with { KvLink = candidate.Link.ToString(), Bound = Bound(candidate) } : null,
        };
    }

    private PlannedConfiguration Configuration(
        ServingMode mode, WorkerOption worker, string parallel, int gpusPerReplica, int replicas, int concurrencyPerReplica, in SteadyPoint point, double replicaPerMs)
    {
        var requestsPerS = 1000 * replicas * replicaPerMs;
        return new PlannedConfiguration
        {
            Mode = mode,
            Backend = worker.Engine.Version.Backend.Name(),
            BackendVersion = worker.Engine.Version.Version,
            Parallel = parallel,
            GpusPerReplica = gpusPerReplica,
            Replicas = replicas,
            GpusUsed = gpusPerReplica * replicas,
            BatchSize = 0,
            Concurrency = concurrencyPerReplica * replicas,
            TtftMs = point.TtftMs,
            TpotMs = point.TpotMs,
            RequestLatencyMs = point.RequestLatencyMs,
            TokensPerSPerGpu = requestsPerS * request.Osl / request.TotalGpus,
            TokensPerSPerUsedGpu = requestsPerS * request.Osl / (gpusPerReplica * replicas),
            TokensPerSPerUser = point.TpotMs > 0 ? 1000 / point.TpotMs : null,
            TokensPerSCluster = requestsPerS * request.Osl,
            RequestsPerSCluster = requestsPerS,
            MemoryGib = 0,
        };
    }

    private static WorkerPlan Worker(
        WorkerOption worker, int workers, int batch, double perMs, double utilization, double kvTokens, Evidence? evidence)
    {
        var ledger = worker.Capacity.Ledger;
        return new WorkerPlan
        {
            Parallel = worker.Layout.ToString(),
            Layout = worker.Layout,
            System = worker.Engine.System.Name,
            GpusPerWorker = worker.Gpus,
            Workers = workers,
            BatchSize = batch,
            RequestsPerSPerWorker = 1000 * perMs,
            Utilization = utilization,
            MaxBatchedTokens = worker.Limits.MaxBatchedTokens,
            MaxSequences = worker.Limits.MaxSequences,
            MemoryFraction = worker.Limits.MemoryFraction,
            MemoryGib = Units.Gib(ledger.UsedBytes(kvTokens)),
            Memory = new MemoryParts(
                Units.Gib(ledger.DeviceBytes),
                Units.Gib(ledger.BudgetBytes),
                Units.Gib(ledger.WeightsBytes),
                Units.Gib(ledger.ActivationBytes),
                Units.Gib(ledger.GraphBytes),
                Units.Gib(ledger.CommunicationBytes),
                Units.Gib(ledger.FrameworkBytes),
                Units.Gib(kvTokens * ledger.KvBytesPerToken),
                Units.Gib(ledger.KvTokenCapacity * ledger.KvBytesPerToken),
                ledger.KvTokenCapacity),
            Provenance = evidence?.Provenance,
            Uncertainty = evidence?.Uncertainty,
        };
    }

    private LatencyParts Parts(in SteadyPoint point) => new()
    {
        RequestPathMs = point.PathMs,
        AdmissionMs = point.AdmissionMs,
        StepResidualMs = point.ResidualMs,
        PromptQueueMs = point.QueueMs,
        PrefillMs = point.PrefillMs,
        KvTransferMs = point.TransferMs,
        DecodeJoinMs = point.JoinMs,
        DecodeStepMs = point.DecodeStepMs,
        PrefillStallMs = point.TpotMs - point.DecodeStepMs,
        DecodeRows = point.DecodeRows,
        NewPromptTokens = _shape.NewPromptTokens,
        PrefillSteps = point.PrefillSteps,
        Bound = "",
    };

    private string Bound(AggregatedSearch search, in SteadyPoint point)
    {
        var (steady, worker) = (search.Steady, search.Worker);
        var more = steady.At(point.Requests + 1);
        return point.Requests >= worker.Capacity.SequencesPerSlot ? Sequences(worker.Capacity)
            : !_targets.AreMetBy(more) ? _targets.WorstKey(more)
            : worker.Policy.Composition == StepComposition.Mixed ? "token_budget"
            : "prefill";
    }

    private string Bound(DisaggregatedCandidate candidate)
    {
        var more = candidate.Steady.At(candidate.Point.Requests + 1);
        return candidate.Point.DecodeRows >= candidate.Decode.Pool.Capacity.SequencesPerSlot - 0.5 ? Sequences(candidate.Decode.Pool.Capacity)
            : candidate.Point.Utilization < BusyPrompts && !_targets.AreMetBy(more) ? _targets.WorstKey(more)
            : candidate.Steady.Bound == DisaggregatedBound.KvLink ? "kv_link"
            : "prefill";
    }

    private static string Sequences(WorkerCapacity capacity) => capacity.Bound == SequenceBound.KvCache ? "kv_cache" : "max_sequences";

    private (BatchShape Shape, double Weight) Decode(in SteadyPoint point)
    {
        var rows = Math.Max(1, (int)Math.Round(point.DecodeRows));
        return (new BatchShape(default, rows, (long)Math.Round(rows * _shape.MeanDecodeKvTokens)), point.DecodeSteps * point.TpotMs);
    }

    private (BatchShape Shape, double Weight) Prefill(EngineLimits limits, in SteadyPoint point)
    {
        var tokens = Math.Min(_shape.NewPromptTokens, limits.MaxBatchedTokens);
        return (BatchShape.PrefillOnly(new PrefillChunk(tokens, _shape.Prefix, 1, tokens == _shape.NewPromptTokens)), point.PrefillMs);
    }
}
