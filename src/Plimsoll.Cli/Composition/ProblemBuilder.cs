using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Speculation;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;
using Plimsoll.Planning.Search;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Cli.Composition;

/// <summary>Puts the workers of every backend together from a question, a model, databases and systems.</summary>
internal sealed class ProblemBuilder(
    PlanRequest request, ModelSpec model, KernelDatabases databases, GpuSystem system, GpuSystem decodeSystem, CalibrationDocument? calibration = null)
{
    private readonly CalibrationChoice _calibrations = new(calibration);
    private readonly List<string> _notes = [];
    private readonly List<ValidationError> _refusals = [];

    /// <summary>The problem that the planner solves.</summary>
    /// <exception cref="InvalidInputException">Overrides without effect, or number formats that no considered backend runs on the GPU.</exception>
    /// <exception cref="MissingDataException">No considered backend has kernel times on the systems.</exception>
    public PlanningProblem Build()
    {
        var declared = request.Quantization.Apply(model.Quantization, model.IsMoe);
        var choices = Distribution() with { Speculation = Speculation() };
        var options = new List<BackendOption>();
        QuantizationPlan? inEffect = null;
        foreach (var backend in Backends())
        {
            if (Runs(backend, system) && Runs(backend, decodeSystem)
                && Fit(declared, system, backend) is { } workers && Fit(declared, decodeSystem, backend) is { } decodeWorkers)
            {
                inEffect ??= workers;
                options.Add(Option(backend, workers, decodeWorkers, choices));
            }
        }

        if (options.Count == 0)
        {
            throw new InvalidInputException(_refusals.Distinct().ToArray());
        }

        if (calibration is not null)
        {
            NoteCalibration(calibration);
        }

        _notes.AddRange(_refusals.Select(refusal => refusal.Message));
        var workload = PlannedWorkload.Read(request, model.MaxPositions);
        return new PlanningProblem
        {
            Request = request is { Lengths: null, Trace: null } ? request : request with { Isl = workload.Mean.Isl, Osl = workload.Mean.Osl },
            Workload = workload,
            Model = model with { Quantization = inEffect! },
            Backends = options,
            Notes = _notes.Distinct().ToArray(),
        };
    }

    private void NoteCalibration(CalibrationDocument given)
    {
        if (!_calibrations.GivenWasUsed)
        {
            throw new InvalidInputException(
                "calibration", $"holds for {_calibrations.Scope}, which no considered engine is", "leave it out, or choose its backend and release");
        }

        _notes.Add($"Calibration of {_calibrations.Scope}: {given.Source}.");
    }

    private OperatorOptions Distribution() => request.MoeDistribution switch
    {
        null => new OperatorOptions(),
        var name when !ExpertRouting.Names.Contains(name) => throw new InvalidInputException(
            "moe_distribution", $"'{name}' is none of {string.Join(", ", ExpertRouting.Names)}", NearestName.Hint(name, ExpertRouting.Names)),
        _ when !model.IsMoe => throw new InvalidInputException(
            "moe_distribution", "has no effect: the model has no experts", "leave it out"),
        var name => new OperatorOptions { MoeDistribution = name },
    };

    private SpeculativeDecoding? Speculation()
    {
        if (request.Nextn == 0)
        {
            return null;
        }

        var speculation = new SpeculativeDecoding([.. request.NextnAcceptRates!.Take(request.Nextn)]);
        _notes.Add(FormattableString.Invariant(
            $"{request.Nextn} drafted tokens a step are verified together; at the given rates a step yields {speculation.TokensPerStep:0.00} tokens in the mean. Drafting is priced as a layer like the model's last; steps are shown per token, bursts of tokens are not simulated."));
        return speculation;
    }

    private BackendKind[] Backends()
    {
        if (BackendKindNames.TryParse(request.Backend, out var asked))
        {
            return [asked];
        }

        var withData = Enum.GetValues<BackendKind>().Where(backend => databases.Has(system.Name, backend) && databases.Has(decodeSystem.Name, backend)).ToArray();
        if (withData.Length > 0)
        {
            return withData;
        }

        var transferable = Enum.GetValues<BackendKind>().Where(databases.CanTransfer).ToArray();
        return transferable.Length > 0 ? transferable : throw new MissingDataException(
            "--systems-paths", "no backend has kernel times on any system", "name a database with tables, or 'default' for the built-in atlas");
    }

    private bool Runs(BackendKind backend, GpuSystem on)
    {
        if (BackendHardware.Refusal(backend, on) is { } reason)
        {
            _refusals.Add(new ValidationError("--backend", reason, "vllm or sglang"));
            return false;
        }

        return true;
    }

    private QuantizationPlan? Fit(QuantizationPlan declared, GpuSystem on, BackendKind backend)
    {
        var (preferred, choices) = request.Quantization.Moe is null
            ? EnginePreference.Apply(declared, model.IsMoe, on, backend)
            : (declared, []);
        _notes.AddRange(choices);
        var fit = HardwareFallback.Apply(preferred, model.IsMoe, on, backend);
        _notes.AddRange(fit.Notes);
        _refusals.AddRange(fit.Errors);
        return fit.Errors.Count == 0 ? fit.Plan : null;
    }

    private BackendOption Option(BackendKind backend, QuantizationPlan workers, QuantizationPlan decodeWorkers, OperatorOptions options)
    {
        var prefill = Factory(system, backend, workers, options);
        return new BackendOption(prefill, decodeSystem.Name == system.Name ? prefill : Factory(decodeSystem, backend, decodeWorkers, options));
    }

    private ModelledEngineFactory Factory(GpuSystem on, BackendKind backend, QuantizationPlan quantization, OperatorOptions options)
    {
        var (engine, note) = Engine(on, backend);
        if (note is not null)
        {
            _notes.Add(note);
        }

        return new ModelledEngineFactory(model, on, engine, quantization, Sources(on, engine), _calibrations.For(engine), options);
    }

    private (EngineVersion Engine, string? Note) Engine(GpuSystem on, BackendKind backend) =>
        request is { BackendVersion: { } version, DatabaseMode: DatabaseMode.Sol or DatabaseMode.Empirical } && !databases.Has(on.Name, backend)
            ? (new EngineVersion(backend, version), null)
            : databases.Resolve(on.Name, backend, request.BackendVersion);

    private IReadOnlyList<IKernelTimeSource> Sources(GpuSystem on, EngineVersion engine) => request.DatabaseMode switch
    {
        DatabaseMode.Sol => [new RooflineSource(on, ideal: true)],
        DatabaseMode.Empirical => [new RooflineSource(on)],
        DatabaseMode.Hybrid => [.. databases.Sources(on.Name, engine, request.Repair), new RooflineSource(on)],
        _ => databases.Sources(on.Name, engine, request.Repair),
    };
}
