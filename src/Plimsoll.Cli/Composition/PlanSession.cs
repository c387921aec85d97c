using Plimsoll.Cli.Explanations;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Models;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Search;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Cli.Composition;

/// <summary>One planning question: its databases, its model and the workers of its backends.</summary>
internal sealed class PlanSession : IPlanSession
{
    private readonly KernelDatabases _databases;
    private readonly GpuSystem? _system;
    private readonly GpuSystem? _decodeSystem;
    private readonly ModelSpec? _model;
    private readonly CalibrationDocument? _calibration;
    private PlanningProblem? _problem;

    /// <summary>Looks up every name of a question, fetching the model's configuration when it is not on this machine.</summary>
    public PlanSession(PlanDraft draft, Func<ModelResolver> models)
    {
        var own = string.IsNullOrWhiteSpace(draft.SystemFile) ? null : Problems.Try(() => SystemFileReader.ReadOwn(draft.SystemFile), "system_file");
        _databases = Databases.Open(draft.SystemsPaths ?? Databases.Default, Problems, own);
        if (Problems.None)
        {
            _system = Find(draft.System ?? own?.Name, "system");
            _decodeSystem = draft.DecodeSystem is null ? _system : Find(draft.DecodeSystem, "decode_system");
        }

        _calibration = string.IsNullOrWhiteSpace(draft.Calibration) ? null : Problems.Try(() => CalibrationReader.ReadFile(draft.Calibration), "calibration");
        _model = Problems.Try(
            () => string.IsNullOrWhiteSpace(draft.Model) ? null : Priced(models().ResolveAsync(draft.Model).GetAwaiter().GetResult().Model), "model");
    }

    /// <inheritdoc/>
    public NameProblems Problems { get; } = new();

    /// <summary>The model, or null when it is none that can be priced.</summary>
    public ModelSpec? Model => _model;

    /// <summary>The workers of a question, for a verb that does not search among them.</summary>
    /// <exception cref="InvalidInputException">The parts contradict each other.</exception>
    /// <exception cref="MissingDataException">There is nothing to answer with.</exception>
    public PlanningProblem Prepare(PlanRequest request) =>
        _problem = new ProblemBuilder(request, _model!, _databases, _system!, _decodeSystem!, _calibration).Build();

    /// <inheritdoc/>
    public PlanReport Plan(PlanRequest request, int threads) => Planner.Plan(Prepare(request), threads);

    /// <inheritdoc/>
    public GpuSystem System(string name) => _databases.System(name, "system");

    /// <inheritdoc/>
    public Explanation Explain(PlannedConfiguration configuration)
    {
        var problem = _problem ?? throw new InvalidOperationException("there is no answer yet");
        var backend = problem.Backends.First(option =>
            BackendKindNames.Name(option.Workers.Version.Backend) == configuration.Backend);
        var explainer = new Explainer(problem.Request);
        return configuration.Worker is { } worker
            ? explainer.Aggregated(configuration, Engine(backend.Workers, worker))
            : explainer.Disaggregated(configuration, Engine(backend.Workers, configuration.Prefill!), Engine(backend.DecodeWorkers, configuration.Decode!));
    }

    /// <inheritdoc/>
    public void Dispose() => _databases.Dispose();

    private static IServingEngine Engine(IEngineFactory factory, WorkerPlan worker) =>
        factory.Build(worker.Layout).Engine ?? throw new InvalidOperationException($"the planned worker {worker.Parallel} cannot be built again");

    private static ModelSpec Priced(ModelSpec model) => model.Unsupported.Count == 0
        ? model
        : throw new InvalidInputException([.. model.Unsupported.Select(reason => new ValidationError("model", $"'{model.Id}' is not priced yet: {reason}"))]);

    private GpuSystem? Find(string? name, string key) =>
        Problems.Try(() => string.IsNullOrWhiteSpace(name) ? null : _databases.System(name, "--" + key), key);
}
