using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements.Json;
using Plimsoll.Profiling.Measurements.Requests;

namespace Plimsoll.Profiling.Measurements.Truth;

/// <summary>Reads a stage's <c>experiments.json</c> together with the requests of each experiment.</summary>
internal static class ExperimentsFile
{
    private const string Name = "experiments.json";

    /// <summary>The experiments of a stage's folder.</summary>
    public static IReadOnlyList<MeasuredExperiment> Read(string folder, Stage stage, TtftTrust trust, ICollection<ValidationError> errors)
    {
        var path = Path.Combine(folder, Name);
        using var document = JsonFiles.Open(path);
        if (document.RootElement.ValueKind != System.Text.Json.JsonValueKind.Array)
        {
            errors.Add(new ValidationError(path, "is no list of experiments"));
            return [];
        }

        var experiments = new List<MeasuredExperiment>();
        foreach (var item in document.RootElement.EnumerateArray())
        {
            var fields = new JsonFields(item, $"{path}, [{experiments.Count}]", errors);
            var name = fields.Text("name");
            if (name.Length == 0 || name.AsSpan().ContainsAny("/\\"))
            {
                fields.Refuse("name", $"'{name}' is no name");
                return experiments;
            }

            experiments.Add(Experiment(folder, name, fields, stage, trust.Of(stage.Name, name)));
        }

        return experiments;
    }

    private static MeasuredExperiment Experiment(string folder, string name, JsonFields fields, Stage stage, string trust)
    {
        var path = Path.Combine(folder, $"{name}.requests.jsonl");
        var requests = RequestLines.Read(path, fields.Errors);
        var unscored = new Dictionary<Figure, string>();
        TtftTrust.Apply(trust, unscored);
        MeasuredStatistics.CheckP99(unscored, requests.Count);
        if (requests.Any(line => line.Request.CachedTokens is null))
        {
            foreach (var figure in FigureNames.All.Where(figure => figure.IsTtft()))
            {
                unscored[figure] = "cached_tokens unknown: prompts may have been in the prefix cache";
            }
        }

        return new MeasuredExperiment
        {
            Id = $"{stage.Name}/{name}",
            Group = stage.Name,
            Place = path,
            Engine = stage.Engine,
            Topology = stage.Topology,
            Load = Load(fields, requests),
            Measured = Figures(fields, stage),
            Unscored = unscored,
            TtftTrust = trust,
        };
    }

    private static MeasuredLoad Load(JsonFields fields, IReadOnlyList<RequestLine> requests)
    {
        var protocol = fields.Object("protocol");
        var name = protocol?.Text("proto") ?? "";
        if (name is not ("closed" or "poisson"))
        {
            fields.Refuse("protocol", $"'{name}' is no protocol", "known: closed, poisson");
        }

        var closed = name == "closed";
        return new MeasuredLoad
        {
            Protocol = name,
            Concurrency = closed ? protocol?.Integer("c") : null,
            RatePerS = closed ? null : protocol?.Number("rate"),
            RequestCount = requests.Count,
            Isl = protocol?.Integer("isl") ?? 1,
            Osl = protocol?.Integer("osl") ?? 1,
            ShortestShare = protocol?.OptionalNumber("lo") ?? 1,
            Requests = [.. requests.Select(line => line.Request)],
        };
    }

    private static Dictionary<Figure, double> Figures(JsonFields fields, Stage stage)
    {
        var figures = new Dictionary<Figure, double>();
        var statistics = fields.Object("stats");
        if (statistics?.OptionalObject("ttft_ms") is { } ttft)
        {
            figures[Figure.TtftMean] = ttft.Number("mean");
            figures[Figure.TtftP50] = ttft.Number("p50");
            figures[Figure.TtftP99] = ttft.Number("p99");
        }

        if (statistics?.OptionalObject("tpot_ms") is { } tpot)
        {
            figures[Figure.TpotMean] = tpot.Number("mean");
        }

        figures[Figure.Throughput] = fields.Number("output_tokens_per_s");
        if (fields.OptionalNumber("preemptions") is { } preemptions)
        {
            figures[Figure.Preemptions] = preemptions;
        }

        if ((stage.Topology.Workers ?? stage.Topology.Decode)?.KvTokens is { } tokens)
        {
            figures[Figure.KvTokens] = tokens;
        }

        return figures;
    }
}
