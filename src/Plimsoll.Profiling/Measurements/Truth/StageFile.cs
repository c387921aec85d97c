using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements.Json;

namespace Plimsoll.Profiling.Measurements.Truth;

/// <summary>Reads <c>stage.json</c>: model, parallelism, launch arguments, what the engine logged and the link of a disaggregated stage.</summary>
internal static class StageFile
{
    /// <summary>Its name.</summary>
    public const string Name = "stage.json";

    private const double BytesPerMsOfGbPerS = 1e6;

    /// <summary>The stage of a folder, or null after an error.</summary>
    public static Stage? Read(string folder, ICollection<ValidationError> errors)
    {
        var path = Path.Combine(folder, Name);
        using var document = JsonFiles.Open(path);
        var fields = new JsonFields(document.RootElement, path, errors);
        var before = errors.Count;
        if (!BackendKindNames.TryParse(fields.Text("backend"), out var backend))
        {
            fields.Refuse("backend", $"'{fields.OptionalText("backend")}' is no backend", $"known: {string.Join(", ", BackendKindNames.All)}");
        }

        var engine = new ServedEngine(fields.Text("model"), fields.Text("system"), backend, fields.OptionalText("version"))
        {
            Arguments = fields.Texts("serve_args"),
            HasRandomWeights = fields.OptionalText("weights")?.StartsWith("random", StringComparison.Ordinal) ?? false,
        };
        var parallel = fields.Text("parallel");
        var topology = errors.Count > before ? null : ParallelText.Read(parallel, engine.Arguments, $"{path}, parallel", errors);
        if (topology is null)
        {
            return null;
        }

        CheckGpus(topology, fields);
        return new Stage(fields.Text("stage"), engine, Logged(topology, fields));
    }

    private static void CheckGpus(MeasuredTopology topology, JsonFields fields)
    {
        var gpus = new[] { topology.Workers, topology.Prefill, topology.Decode }.Sum(workers => workers is null ? 0 : workers.Count * workers.Parallelism.Gpus);
        if (fields.OptionalInteger("gpus") is { } stated && stated != gpus)
        {
            fields.Refuse("gpus", $"{stated} GPUs, but '{topology}' takes {gpus}");
        }
    }

    // An engine's log has one entry per worker, named by its role: a… aggregated, p… prefill, d… decode. Equal workers log equal sizes.
    private static MeasuredTopology Logged(MeasuredTopology topology, JsonFields fields)
    {
        var logs = fields.Objects("engine_log").OrderBy(log => log.Name, StringComparer.Ordinal).ToArray();
        long? Tokens(char role) =>
            logs.FirstOrDefault(log => log.Name.StartsWith(role)) is { Fields: { } log } && log.OptionalNumber("kv_tokens") is { } tokens ? (long)tokens : null;

        var link = fields.OptionalObject("kv_transfer") is { } transfer
            ? new MeasuredLink(transfer.Number("effective_gb_per_s", 1e-6) * BytesPerMsOfGbPerS, transfer.Number("constant_ms"))
            : null;
        return topology with
        {
            Workers = topology.Workers is { } workers ? workers with { KvTokens = Tokens('a') ?? Tokens('d') } : null,
            Prefill = topology.Prefill is { } prefill ? prefill with { KvTokens = Tokens('p') } : null,
            Decode = topology.Decode is { } decode ? decode with { KvTokens = Tokens('d') } : null,
            Link = link,
        };
    }
}
