using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>
/// Builds the engines of measured runs, each once. Kernel sources are not made for several threads, so building is serialised; the engines
/// are.
/// </summary>
/// <param name="databases">Kernel times, best first.</param>
/// <param name="models">Finds a model by its id; null when nothing is known of it.</param>
/// <param name="calibrations">The terms beyond kernels of a release.</param>
public sealed class EngineShelf(KernelDatabases databases, Func<string, ModelSpec?> models, Func<EngineVersion, Calibration> calibrations)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ServedKey, ServedModel> _served = [];
    private readonly Dictionary<(string System, EngineVersion Engine), IReadOnlyList<IKernelTimeSource>> _sources = [];

    /// <summary>A model as an engine serves it on a system.</summary>
    /// <param name="engine">What the measurement says of it.</param>
    /// <param name="versionIsEngines">Whether the version is that of the engine, rather than of what orchestrates it.</param>
    /// <exception cref="RefusedException">It cannot be predicted.</exception>
    internal ServedModel Find(ServedEngine engine, bool versionIsEngines)
    {
        lock (_gate)
        {
            var key = new ServedKey(engine.Model, engine.System, engine.Backend, versionIsEngines ? engine.Version : $"({engine.Version})", engine.GemmQuant, engine.MoeQuant, KvQuant(engine), engine.HasRandomWeights);
            if (!_served.TryGetValue(key, out var served))
            {
                _served[key] = served = Serve(engine, versionIsEngines);
            }

            return served;
        }
    }

    /// <summary>The worker of a layout.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    internal IServingEngine Build(ServedModel served, ParallelLayout layout)
    {
        lock (_gate)
        {
            var offer = served.Workers.Build(layout);
            return offer.Accepted ? offer.Engine : throw new RefusedException(offer.Refusal.Category, offer.Refusal.Message);
        }
    }

    private ServedModel Serve(ServedEngine engine, bool versionIsEngines)
    {
        var model = models(engine.Model) ?? throw new RefusedException("model_unknown", $"nothing is known of {engine.Model}");
        if (model.Unsupported.Count > 0)
        {
            throw new RefusedException("model_not_priced", $"{engine.Model}: {string.Join("; ", model.Unsupported)}");
        }

        try
        {
            var system = databases.System(engine.System);
            var notes = new List<string>(model.Approximations);
            var quantization = Quantization(model, engine, system, notes);
            var (version, note) = Version(engine, versionIsEngines);
            notes.AddRange(note is null ? [] : [note]);
            if (!_sources.TryGetValue((system.Name, version), out var sources))
            {
                _sources[(system.Name, version)] = sources = databases.Sources(system.Name, version, repair: true);
            }

            var options = new OperatorOptions { MoeDistribution = engine.HasRandomWeights ? ExpertRouting.Uniform : ExpertRouting.Default };
            var workers = new ModelledEngineFactory(model, system, version, quantization, sources, calibrations(version), options);
            return new ServedModel(model, system, version, workers, notes);
        }
        catch (InvalidInputException invalid)
        {
            throw new RefusedException("input_unknown", invalid.Message);
        }
        catch (MissingDataException missing)
        {
            throw new RefusedException("kernel_data_missing", missing.Message);
        }
    }

    // The release that the source names where it is one; else the newest that has kernel times, whose behaviour is the best guess.
    private (EngineVersion Version, string? Note) Version(ServedEngine engine, bool versionIsEngines)
    {
        if (versionIsEngines && engine.Version is { } version && Plimsoll.Model.KernelTimes.Tables.ReleaseOrder.IsRelease(version))
        {
            return databases.Resolve(engine.System, engine.Backend, version);
        }

        var (newest, _) = databases.Resolve(engine.System, engine.Backend, null);
        return (newest, engine.Version is null
            ? $"the release is not recorded: {newest.Version} is taken"
            : $"'{engine.Version}' is no release of {engine.Backend.Name()} with kernel times: {newest.Version} is taken");
    }

    private static QuantizationPlan Quantization(ModelSpec model, ServedEngine engine, GpuSystem system, List<string> notes)
    {
        var overrides = new QuantizationOverrides { Gemm = engine.GemmQuant, Moe = model.IsMoe ? engine.MoeQuant : null, KvCache = KvQuant(engine) };
        var (preferred, choices) = EnginePreference.Apply(overrides.Apply(model.Quantization, model.IsMoe), model.IsMoe, system, engine.Backend);
        var fit = HardwareFallback.Apply(preferred, model.IsMoe, system, engine.Backend);
        notes.AddRange(choices);
        notes.AddRange(fit.Notes);
        return fit.Errors.Count == 0 ? fit.Plan : throw new RefusedException("format_not_priced", string.Join("; ", fit.Errors.Select(error => error.Message)));
    }

    // Engines spell the fp8 variants of their caches out (fp8_e4m3); auto is the checkpoint's.
    private static string? KvQuant(ServedEngine engine) => LaunchFlags.Text(engine.Arguments, "--kv-cache-dtype") switch
    {
        null or "" or "auto" => engine.Assumed?.KvQuant,
        var type when type.StartsWith("fp8", StringComparison.Ordinal) => "fp8",
        var type => type,
    };

    private sealed record ServedKey(string Model, string System, BackendKind Backend, string? Version, string? GemmQuant, string? MoeQuant, string? KvQuant, bool HasRandomWeights);
}
