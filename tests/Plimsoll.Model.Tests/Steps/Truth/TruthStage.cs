using System.Globalization;
using System.Text.Json;
using Plimsoll.Model.Backends;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Steps.Truth;

/// <summary>What a real engine logged and served: one stage of the measurements beside the checkout.</summary>
internal sealed class TruthStage
{
    private readonly string _folder;

    private TruthStage(string name, string folder)
    {
        (Name, _folder) = (name, folder);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "stage.json")));
        var root = document.RootElement;
        var log = root.GetProperty("engine_log").GetProperty("a");
        Model = root.GetProperty("model").GetString()!;
        System = root.GetProperty("system").GetString()!;
        Assert.True(BackendKindNames.TryParse(root.GetProperty("backend").GetString()!, out var backend));
        Engine = new EngineVersion(backend, root.GetProperty("version").GetString()!);
        WeightsGiB = Number(log, "weights_gib");
        KvTokens = Number(log, "kv_tokens");
        TokenBudget = (int)Number(log, "max_num_batched_tokens");
        var arguments = root.GetProperty("serve_args").EnumerateArray().Select(argument => argument.GetString()!).ToArray();
        var fraction = Array.IndexOf(arguments, "--gpu-memory-utilization");
        MemoryFraction = fraction < 0 ? 0.92 : double.Parse(arguments[fraction + 1], CultureInfo.InvariantCulture);
    }

    public string Name { get; }

    public string Model { get; }

    public string System { get; }

    public EngineVersion Engine { get; }

    /// <summary>Weights that the engine logged, GiB.</summary>
    public double WeightsGiB { get; }

    /// <summary>Tokens of KV cache that the engine logged.</summary>
    public double KvTokens { get; }

    public int TokenBudget { get; }

    /// <summary>Share of the device; 0.92 is the default of this release.</summary>
    public double MemoryFraction { get; }

    /// <summary>A stage; skips the calling test when the measurements are absent.</summary>
    public static TruthStage Require(string name) => new(name, SharedData.Require($"truth/h200_sxm-vllm-0.24.0/{name}"));

    /// <summary>Whether times to first token of an experiment may be scored: a kernel may have been compiled in the middle of it.</summary>
    public bool TrustsTtft(string experiment) => !File.ReadLines(Path.Combine(_folder, "..", "index.csv"))
        .Any(line => line.StartsWith($"{Name},{experiment},none,", StringComparison.Ordinal));

    /// <summary>The requests of an experiment.</summary>
    public IReadOnlyList<TruthRequest> Requests(string experiment)
    {
        var requests = new List<TruthRequest>();
        foreach (var line in File.ReadLines(Path.Combine(_folder, experiment + ".requests.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var request = document.RootElement;
            requests.Add(new TruthRequest(
                request.GetProperty("isl").GetInt32(),
                request.GetProperty("cached_tokens").GetInt32(),
                request.GetProperty("ttft_ms").GetDouble(),
                request.TryGetProperty("tpot_ms", out var tpot) && tpot.ValueKind == JsonValueKind.Number ? tpot.GetDouble() : 0));
        }

        return requests;
    }

    private static double Number(JsonElement log, string name) =>
        double.Parse(log.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
