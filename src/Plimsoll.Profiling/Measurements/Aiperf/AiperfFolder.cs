using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements.Json;
using Plimsoll.Profiling.Measurements.Requests;

namespace Plimsoll.Profiling.Measurements.Aiperf;

/// <summary>Reads the artifact folder of AIPerf: one run, or the runs of a sweep below it.</summary>
public static class AiperfFolder
{
    private const string SummaryName = "profile_export_aiperf.json";
    private const string RecordsName = "profile_export.jsonl";
    private const int DeepestRun = 3;

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = DeepestRun };

    /// <summary>Whether a folder holds a run.</summary>
    public static bool Recognises(string folder) => Runs(folder).Count > 0;

    /// <summary>Every run of the folder.</summary>
    /// <exception cref="InvalidInputException">A file is malformed or the engine is not described; holds every problem.</exception>
    /// <exception cref="MissingDataException">A file cannot be read.</exception>
    public static MeasurementSet Read(string folder, RunDescription described)
    {
        var errors = new List<ValidationError>();
        var experiments = new List<MeasuredExperiment>();
        foreach (var run in Runs(folder))
        {
            using var document = JsonFiles.Open(Path.Combine(run, SummaryName));
            var fields = new JsonFields(document.RootElement, Path.Combine(run, SummaryName), errors);
            if (Experiment(run, Path.GetRelativePath(folder, run), fields, described) is { } experiment)
            {
                experiments.Add(experiment);
            }
        }

        return errors.Count > 0
            ? throw new InvalidInputException([.. errors.Distinct()])
            : new MeasurementSet { Kind = MeasurementKind.Aiperf, Path = folder, Experiments = experiments };
    }

    private static List<string> Runs(string folder) =>
        [.. Directory.EnumerateFiles(folder, SummaryName, Below)
            .Select(path => Path.GetDirectoryName(path)!)
            .Where(run => File.Exists(Path.Combine(run, RecordsName)))
            .Order(StringComparer.Ordinal)];

    private static MeasuredExperiment? Experiment(string run, string name, JsonFields fields, RunDescription described)
    {
        var records = JsonFiles.Lines(Path.Combine(run, RecordsName), fields.Errors, AiperfRecord.Read)
            .Where(record => record.IsMeasured).OrderBy(record => record.StartNs).ToArray();
        if (records.Length == 0)
        {
            fields.Refuse("request_count", $"{RecordsName} holds no request that succeeded");
            return null;
        }

        var configuration = fields.Object("input_config");
        var model = configuration?.OptionalObject("models")?.List("items").FirstOrDefault()?.OptionalText("name");
        if (DescribedRun.Complete(described, model, fields.Place, fields.Errors) is not { } served)
        {
            return null;
        }

        var unscored = new Dictionary<Figure, string>();
        MeasuredStatistics.CheckP99(unscored, records.Length);
        return new MeasuredExperiment
        {
            Id = name == "." ? Path.GetFileName(Path.GetFullPath(run).TrimEnd(Path.DirectorySeparatorChar)) : name,
            Group = "aiperf",
            Place = fields.Place,
            Engine = served.Engine,
            Topology = served.Topology,
            Load = Load(configuration, records),
            Measured = Figures(fields),
            Unscored = unscored,
        };
    }

    // Conversations wait for their own turns, not for a client: their requests are replayed at the times of the record.
    private static MeasuredLoad Load(JsonFields? configuration, AiperfRecord[] records)
    {
        var phase = configuration?.List("phases").LastOrDefault(phase => phase.OptionalText("kind") is null or "profiling");
        var type = phase?.OptionalText("type") ?? "";
        var closed = type == "concurrency" && records.All(record => record.Turn == 0);
        var requests = records
            .Select(record => new MeasuredRequest((record.StartNs - records[0].StartNs) / 1e6, record.Isl, record.Osl, record.CachedTokens)).ToArray();
        return new MeasuredLoad
        {
            Protocol = closed ? "closed" : type is "" or "concurrency" or "fixed_schedule" ? "trace" : type,
            Concurrency = closed ? phase?.OptionalInteger("concurrency") ?? 1 : null,
            RatePerS = closed ? null : phase?.OptionalNumber("rate"),
            RequestCount = requests.Length,
            Isl = (int)Math.Round(requests.Average(request => (double)request.Isl)),
            Osl = (int)Math.Round(requests.Average(request => (double)request.Osl)),
            Requests = requests,
        };
    }

    private static Dictionary<Figure, double> Figures(JsonFields fields)
    {
        var figures = new Dictionary<Figure, double>();
        void Add(Figure figure, string metric, string statistic)
        {
            if (fields.OptionalObject(metric)?.OptionalNumber(statistic) is > 0 and { } value)
            {
                figures[figure] = value;
            }
        }

        Add(Figure.TtftMean, "time_to_first_token", "avg");
        Add(Figure.TtftP50, "time_to_first_token", "p50");
        Add(Figure.TtftP99, "time_to_first_token", "p99");
        Add(Figure.TpotMean, "inter_token_latency", "avg");
        Add(Figure.Throughput, "output_token_throughput", "avg");
        return figures;
    }
}
