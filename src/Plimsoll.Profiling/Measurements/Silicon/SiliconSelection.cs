using Plimsoll.Model.Models;

namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>
/// Decides which rows of the table are evaluable, in the order that its description states: complete inputs; one of the copies of a
/// measurement; a layout that is possible after correction. What is left is an experiment; a start-up artefact is shown but not scored.
/// </summary>
/// <param name="models">Finds a model by its id; null when nothing is known of it.</param>
internal sealed class SiliconSelection(Func<string, ModelSpec?> models)
{
    private const int FewClients = 128;
    private const double ManySteps = 200;
    private const double SecondsOfTtftMs = 2000;

    private readonly Dictionary<string, ModelSpec?> _models = new(StringComparer.Ordinal);
    private readonly List<SetAsideRow> _setAside = [];

    /// <summary>The evaluable rows as experiments, and the others with their reasons, both in the table's order.</summary>
    public MeasurementSet Select(string path, IReadOnlyList<SiliconRow> rows)
    {
        var kept = new HashSet<SiliconRow>(ReferenceEqualityComparer.Instance);
        foreach (var copies in rows.Where(row => Missing(row) is null).GroupBy(row => row.Measurement))
        {
            kept.Add(copies.MaxBy(row => row.FilledCells)!);
        }

        var experiments = new List<MeasuredExperiment>();
        foreach (var row in rows)
        {
            if (Missing(row) is { } missing)
            {
                SetAside(row, "inputs_incomplete", missing);
            }
            else if (!kept.Contains(row))
            {
                SetAside(row, "copy", "another row of the same system, backend, mode and lengths has the same times");
            }
            else if (Experiment(row) is { } experiment)
            {
                experiments.Add(experiment);
            }
        }

        return new MeasurementSet { Kind = MeasurementKind.SiliconTable, Path = path, Experiments = experiments, SetAside = _setAside };
    }

    private static string? Missing(SiliconRow row)
    {
        var cells = row.IsDisaggregated
            ? row.Prefill.Missing(isPool: true).Select(cell => "prefill_" + cell).Concat(row.Decode.Missing(isPool: true).Select(cell => "decode_" + cell))
            : row.Workers.Missing(isPool: false);
        var missing = cells.ToList();
        void Check(object? value, string column)
        {
            if (value is null or 0)
            {
                missing.Add(column);
            }
        }

        Check(row.Isl, "isl");
        Check(row.Osl, "osl");
        Check(row.TtftMs, "silicon_ttft_ms");
        Check(row.TpotMs, "silicon_tpot_ms");
        return missing.Count == 0 ? null : $"without {string.Join(", ", missing)}";
    }

    private MeasuredExperiment? Experiment(SiliconRow row)
    {
        var corrections = new List<string>();
        var model = Find(row.Model);
        MeasuredWorkers Workers(SiliconWorkers cells) => new(cells.Count ?? 1, SiliconLayout.Read(cells, model, corrections));
        var topology = row.IsDisaggregated
            ? new MeasuredTopology { Prefill = Workers(row.Prefill), Decode = Workers(row.Decode) }
            : new MeasuredTopology { Workers = Workers(row.Workers) };
        foreach (var workers in new[] { topology.Workers, topology.Prefill, topology.Decode })
        {
            if (workers is not null && SiliconLayout.Impossible(workers.Parallelism, model) is { } reason)
            {
                SetAside(row, "layout_impossible", reason);
                return null;
            }
        }

        var load = SiliconProtocol.Load(row, topology);
        var unscored = new Dictionary<Figure, string>();
        if (IsStartUpArtefact(row, load))
        {
            unscored[Figure.TtftMean] = $"start-up artefact: {row.TtftMs / 1000:0.0} s of TTFT with {load.Concurrency} clients";
        }

        var (gemm, moe) = SiliconPrecision.Read(row, model, corrections);
        return new MeasuredExperiment
        {
            Id = row.Id,
            Group = row.Mode,
            Place = row.Place,
            Engine = new ServedEngine(row.Model, row.System, row.Backend, row.Version.Length == 0 ? null : row.Version)
            {
                GemmQuant = gemm,
                MoeQuant = moe,
                Assumed = SiliconLaunch.Of(row, load.Concurrency ?? 1),
            },
            Topology = topology,
            Load = load,
            Measured = new Dictionary<Figure, double> { [Figure.TtftMean] = row.TtftMs!.Value, [Figure.TpotMean] = row.TpotMs!.Value },
            Unscored = unscored,
            Corrections = corrections.Distinct(StringComparer.Ordinal).ToArray(),
            Precision = row.Precision,
        };
    }

    // So few prompts cannot queue for so many steps: the engine was still compiling or tuning.
    private static bool IsStartUpArtefact(SiliconRow row, MeasuredLoad load) =>
        row is { System: "b200_sxm", Backend: Model.Backends.BackendKind.Sglang, IsDisaggregated: false, TtftMs: >= SecondsOfTtftMs }
        && row.TtftMs >= ManySteps * row.TpotMs && load.Concurrency <= FewClients;

    private void SetAside(SiliconRow row, string reason, string detail) =>
        _setAside.Add(new SetAsideRow(row.Id, row.Place, row.Mode, reason, detail));

    private ModelSpec? Find(string id)
    {
        if (!_models.TryGetValue(id, out var model))
        {
            _models[id] = model = models(id);
        }

        return model;
    }
}
