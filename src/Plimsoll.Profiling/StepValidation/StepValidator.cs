using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.StepValidation;

/// <summary>Prices the iterations that a peer priced and compares.</summary>
/// <remarks>
/// The peer sums kernel times and knows neither host nor clocks, so our side is the sum of kernels too: <see cref="Calibration.None"/>.
/// </remarks>
/// <param name="databases">Kernel times.</param>
/// <param name="models">Finds a model by name; null when the catalogue has none.</param>
/// <param name="options">Choices about operators.</param>
/// <param name="repair">Whether implausible measurements are replaced.</param>
public sealed class StepValidator(
    KernelDatabases databases, Func<string, ModelSpec?> models, OperatorOptions options, bool repair)
{
    private const int WorstRows = 20;

    private readonly Dictionary<string, ModelSpec?> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string System, Model.Backends.EngineVersion Engine), IReadOnlyList<IKernelTimeSource>> _sources = [];
    private readonly Dictionary<object, (EngineModel? Engine, string? Refusal)> _engines = [];

    /// <summary>Compares all rows.</summary>
    public StepReport Run(IReadOnlyList<StepRow> rows)
    {
        var outcomes = new List<StepOutcome>(rows.Count);
        int peerErrors = 0, unsupported = 0;
        foreach (var row in rows)
        {
            if (row.LatencyMs is null)
            {
                peerErrors++;
            }
            else if (Find(row.Model) is { Unsupported.Count: 0 } model)
            {
                outcomes.Add(Price(row, model));
            }
            else
            {
                unsupported++;
            }
        }

        return Report(rows.Count, peerErrors, unsupported, outcomes);
    }

    private static StepReport Report(int rows, int peerErrors, int unsupported, List<StepOutcome> outcomes)
    {
        var comparable = outcomes.Where(outcome => outcome.Difference is null).ToList();
        var (all, compared) = (StepSummary.Of(outcomes), StepSummary.Of(comparable));
        return new StepReport
        {
            Rows = rows,
            PeerErrors = peerErrors,
            Unsupported = unsupported,
            Evaluable = all.Evaluable,
            Priced = all.Priced,
            Coverage = all.Coverage,
            Refused = outcomes.Where(outcome => outcome.Refusal is not null)
                .GroupBy(outcome => outcome.Refusal!, StringComparer.Ordinal)
                .Select(group => new RefusalCount(group.Key, group.Count()))
                .OrderByDescending(refusal => refusal.Count).ThenBy(refusal => refusal.Reason, StringComparer.Ordinal)
                .ToArray(),
            Latency = compared.Latency,
            Repaired = compared.Repaired,
            Weights = compared.Weights,
            By = new StepGroups(
                Group(comparable, outcome => outcome.Family),
                Group(comparable, outcome => Model.Backends.BackendKindNames.Name(outcome.Row.Engine.Backend)),
                Group(comparable, outcome => outcome.Row.Prefill ? "ctx" : "gen"),
                Group(comparable, outcome => outcome.Row.System)),
            KnownDifferences = Group([.. outcomes.Where(outcome => outcome.Difference is not null)], outcome => outcome.Difference!),
            Worst = comparable.Where(outcome => !outcome.Repaired && outcome.LatencyPct is not null)
                .OrderByDescending(outcome => Math.Abs(outcome.LatencyPct!.Value)).ThenBy(outcome => outcome.Row.Id)
                .Take(WorstRows)
                .Select(Deviation)
                .ToArray(),
        };
    }

    private static StepDeviation Deviation(StepOutcome outcome)
    {
        var row = outcome.Row;
        var text = $"{row.Model} {row.System} {row.Engine} {row.Layout} {(row.Prefill ? "ctx" : "gen")} batch {row.Batch} seq {row.Sequence} prefix {row.Prefix}";
        return new StepDeviation(
            row.Id, text, row.LatencyMs!.Value, Math.Round(outcome.LatencyMs!.Value, 4), Math.Round(outcome.LatencyPct!.Value, 2));
    }

    private static SortedDictionary<string, StepSummary> Group(List<StepOutcome> outcomes, Func<StepOutcome, string> key)
    {
        var groups = new SortedDictionary<string, StepSummary>(StringComparer.Ordinal);
        foreach (var group in outcomes.GroupBy(key, StringComparer.Ordinal))
        {
            groups[group.Key] = StepSummary.Of(group.ToArray());
        }

        return groups;
    }

    private StepOutcome Price(StepRow row, ModelSpec model)
    {
        var (family, difference) = (ModelFamily.Of(model), KnownDifference.Of(row, model));
        var (engine, refusal) = Engine(row, model);
        if (engine is null)
        {
            return new StepOutcome(row, family, null, null, false, refusal, difference);
        }

        var cost = engine.Explain(row.Shape);
        var weights = WeightBytes.PerGpu(model, row.Layout, row.Quantization) / (1L << 30);

        // Not of the parts of the cost: an operator that runs beside another one costs nothing there, but it would in the peer's sum.
        var shape = row.Shape;
        var repaired = engine.Operators.Any(item => item.Price(shape).Provenance == Provenance.Repaired);
        return new StepOutcome(row, family, cost.Ms, weights, repaired, null, difference);
    }

    private (EngineModel? Engine, string? Refusal) Engine(StepRow row, ModelSpec model)
    {
        var key = (row.Model, row.System, row.Engine, row.Layout, row.Quantization);
        if (!_engines.TryGetValue(key, out var engine))
        {
            _engines[key] = engine = Build(row, model);
        }

        return engine;
    }

    private (EngineModel? Engine, string? Refusal) Build(StepRow row, ModelSpec model)
    {
        if (LayoutRules.Refusal(model, row.Layout, row.Quantization, row.Engine.Backend) is { } reason)
        {
            return (null, reason);
        }

        try
        {
            var kernels = new KernelSet(databases.System(row.System), Sources(row));
            var operators = OperatorGraph.Build(model, row.Layout, row.Quantization, row.Engine.Backend, kernels, options);
            return (new EngineModel(operators, Calibration.None), null);
        }
        catch (MissingDataException missing)
        {
            return (null, missing.Message);
        }
    }

    private IReadOnlyList<IKernelTimeSource> Sources(StepRow row)
    {
        if (!_sources.TryGetValue((row.System, row.Engine), out var sources))
        {
            _sources[(row.System, row.Engine)] = sources = databases.Sources(row.System, row.Engine, repair);
        }

        return sources;
    }

    private ModelSpec? Find(string name)
    {
        if (!_models.TryGetValue(name, out var model))
        {
            _models[name] = model = models(name);
        }

        return model;
    }
}
