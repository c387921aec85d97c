using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Questions;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Policies.EngineFlags;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Cli.Simulating;

/// <summary>Reads and validates a question about a run: everything that is wrong is found before anything is refused.</summary>
internal sealed class QuestionReading
{
    private readonly GivenFlags _given;
    private readonly PlannedChoice? _plan;
    private readonly PlanQuestion _question;
    private readonly List<string> _notes = [];
    private readonly BackendKind? _backend;
    private readonly EngineSettings _settings = EngineSettings.Defaults;

    /// <summary>Reads what needs no look-up of names.</summary>
    public QuestionReading(GivenFlags given)
    {
        _given = given;
        _plan = PlannedChoice.Read(given);
        _question = PlanQuestion.Read(given, SimulateFlags.Keys, _plan?.Request, _plan?.File ?? "");
        _backend = Backend();
        if (given.Value(SimulateFlags.EngineArgs) is { } arguments && _backend is { } backend)
        {
            _settings = EngineArguments.Read(backend, arguments.Text, arguments.Path, given.Errors, _notes);
        }

        if (_settings.KvCacheFormat is { } format)
        {
            var overrides = _question.Draft.Quantization ?? new();
            _question.Draft = _question.Draft with { Quantization = overrides with { KvCache = format } };
        }
    }

    /// <summary>The question as far as it is about names.</summary>
    public PlanDraft Draft => _question.Draft;

    /// <summary>The whole question.</summary>
    /// <param name="model">The model, or null when its name is among the problems.</param>
    /// <param name="names">What is wrong with names.</param>
    /// <exception cref="Model.Validation.InvalidInputException">With every problem.</exception>
    /// <exception cref="Model.Validation.MissingDataException">Nothing is wrong but that something cannot be had.</exception>
    public SimulationQuestion Freeze(ModelSpec? model, NameProblems names)
    {
        var sequenceTokens = _settings.MaxSequenceTokens ?? model?.MaxPositions ?? int.MaxValue;
        var workerReading = new WorkerReading(_given, model?.IsMoe ?? false);
        var workers = workerReading.Read(_plan);
        var load = new LoadReading(_given, _plan?.Request, sequenceTokens);
        var protocol = load.Protocol();
        var targets = load.Targets();
        var requests = load.Requests(protocol, Math.Max(0, Draft.Prefix ?? 0));
        if (protocol is TraceReplay && _given.Value(SimulateFlags.Keys.First(key => key.Name == "prefix").Flag) is { } prefix)
        {
            _given.Errors.Add(new(prefix.Path, "has no effect: the trace says what is cached", "leave it out"));
        }

        Complete(workers, load);
        var request = _question.Freeze(names);
        return new SimulationQuestion
        {
            Request = request,
            Backend = _backend!.Value,
            Workers = workers!,
            Routing = workerReading.Routing(),
            Settings = _settings,
            SequenceTokens = sequenceTokens,
            Protocol = protocol!,
            Requests = requests!,
            Isl = load.Isl,
            Osl = load.Osl,
            Targets = targets,
            Notes = [.. _notes, .. load.Notes],
        };
    }

    // What a planning question asks beyond this one gets what this one says in other words, or what never refuses.
    private void Complete(WorkerChoice? workers, LoadReading load)
    {
        var isDisagg = workers?.Prefill is not null;
        var isl = Math.Max(load.Nominal.Isl, (Draft.Prefix ?? 0) + 1);
        _question.Draft = Draft with
        {
            TotalGpus = Math.Max(workers?.Gpus ?? 1, isDisagg ? 2 : 1),
            ServingMode = workers is null ? "auto" : isDisagg ? "disagg" : "agg",
            Isl = isl,
            Osl = Math.Max(load.Nominal.Osl, isDisagg ? 2 : 1),
        };
    }

    private BackendKind? Backend()
    {
        if (Draft.Backend is { } name && BackendKindNames.TryParse(name.ToLowerInvariant(), out var backend))
        {
            return backend;
        }

        if (Draft.Backend is null or PlanRequest.AutoBackend)
        {
            _given.Errors.Add(new("--backend", "one engine is simulated at a time", $"name it: {string.Join(", ", BackendKindNames.All)}"));
        }

        return null;
    }
}
