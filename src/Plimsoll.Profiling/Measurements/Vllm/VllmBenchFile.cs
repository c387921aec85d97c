using System.Text.Json;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements.Json;
using Plimsoll.Profiling.Measurements.Requests;

namespace Plimsoll.Profiling.Measurements.Vllm;

/// <summary>
/// Reads a file of <c>vllm bench serve --save-result --save-detailed</c>: <c>ttfts</c> and <c>itls</c> in seconds, <c>input_lens</c>,
/// <c>output_lens</c>, <c>max_concurrency</c>, <c>request_rate</c>.
/// </summary>
public static class VllmBenchFile
{
    private const string Endless = "inf";

    /// <summary>Whether a document is such a result.</summary>
    public static bool Recognises(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("ttfts", out _) && document.TryGetProperty("input_lens", out _);

    /// <summary>The one run of the file.</summary>
    /// <exception cref="InvalidInputException">The file is malformed or the engine is not described; holds every problem.</exception>
    public static MeasurementSet Read(string path, JsonElement document, RunDescription described)
    {
        var errors = new List<ValidationError>();
        var fields = new JsonFields(document, path, errors);
        var ttfts = fields.Numbers("ttfts");
        var prompts = fields.Numbers("input_lens");
        var answers = fields.Numbers("output_lens");
        var gaps = Gaps(document, fields);
        var starts = fields.Has("start_times") ? fields.Numbers("start_times") : null;
        foreach (var (name, count) in ((string, int?)[])[("input_lens", prompts.Count), ("output_lens", answers.Count), ("itls", gaps?.Count), ("start_times", starts?.Count)])
        {
            if (count is { } items && items != ttfts.Count)
            {
                fields.Refuse(name, $"has {items} entries, ttfts {ttfts.Count}");
            }
        }

        var served = DescribedRun.Complete(described, fields.OptionalText("model_id"), path, errors);
        var requests = errors.Count > 0 ? [] : Requests(prompts, answers, starts);
        var load = Load(fields, requests, starts is not null);
        if (errors.Count > 0 || served is null)
        {
            throw new InvalidInputException(errors);
        }

        var unscored = new Dictionary<Figure, string>();
        MeasuredStatistics.CheckP99(unscored, requests.Count);
        return new MeasurementSet
        {
            Kind = MeasurementKind.VllmBench,
            Path = path,
            Experiments =
            [
                new MeasuredExperiment
                {
                    Id = Path.GetFileNameWithoutExtension(path),
                    Group = "vllm-bench",
                    Place = path,
                    Engine = served.Value.Engine,
                    Topology = served.Value.Topology,
                    Load = load,
                    Measured = Figures(ttfts, answers, gaps, fields),
                    Unscored = unscored,
                },
            ],
        };
    }

    private static List<double>? Gaps(JsonElement document, JsonFields fields)
    {
        if (!document.TryGetProperty("itls", out var lists) || lists.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var sums = new List<double>(lists.GetArrayLength());
        foreach (var list in lists.EnumerateArray())
        {
            var sum = 0.0;
            foreach (var gap in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
            {
                if (!JsonNumber.TryRead(gap, out var seconds) || seconds < 0)
                {
                    fields.Refuse($"itls[{sums.Count}]", $"{gap.GetRawText()} is no time");
                    return sums;
                }

                sum += seconds;
            }

            sums.Add(sum);
        }

        return sums;
    }

    // A request that failed has no answer; it was sent all the same, but what it cost is unknown.
    private static List<MeasuredRequest> Requests(IReadOnlyList<double> prompts, IReadOnlyList<double> answers, IReadOnlyList<double>? starts)
    {
        var origin = starts is { Count: > 0 } ? starts.Min() : 0;
        var requests = new List<MeasuredRequest>(prompts.Count);
        for (var i = 0; i < prompts.Count; i++)
        {
            if (prompts[i] >= 1 && answers[i] >= 1)
            {
                requests.Add(new MeasuredRequest(starts is null ? 0 : 1000 * (starts[i] - origin), (int)prompts[i], (int)answers[i], null));
            }
        }

        requests.Sort((x, y) => x.SentMs.CompareTo(y.SentMs));
        return requests;
    }

    private static MeasuredLoad Load(JsonFields fields, List<MeasuredRequest> requests, bool hasTimes)
    {
        if (requests.Count == 0)
        {
            fields.Refuse("output_lens", "no request has an answer");
        }

        var clients = fields.OptionalInteger("max_concurrency");
        var rate = fields.OptionalText("request_rate") is Endless ? null : fields.OptionalNumber("request_rate", double.Epsilon);
        if (clients is not null && rate is not null && !hasTimes)
        {
            fields.Refuse("request_rate", $"{rate} with max_concurrency {clients}: both held requests back, and the file has no start_times to replay");
        }

        // Without either limit everything is sent at once: as many clients as requests.
        var closed = rate is null;
        return new MeasuredLoad
        {
            Protocol = closed ? "closed" : hasTimes ? "trace" : "poisson",
            Concurrency = closed ? clients ?? Math.Max(1, requests.Count) : null,
            RatePerS = rate,
            RequestCount = requests.Count,
            Isl = requests.Count == 0 ? 1 : (int)Math.Round(requests.Average(request => (double)request.Isl)),
            Osl = requests.Count == 0 ? 1 : (int)Math.Round(requests.Average(request => (double)request.Osl)),
            Requests = requests,
        };
    }

    private static Dictionary<Figure, double> Figures(
        IReadOnlyList<double> ttfts, IReadOnlyList<double> answers, List<double>? gaps, JsonFields fields)
    {
        var answered = Enumerable.Range(0, ttfts.Count).Where(i => answers[i] >= 1).ToArray();
        var tpots = gaps is null ? [] : answered.Where(i => answers[i] >= 2).Select(i => 1000 * gaps[i] / (answers[i] - 1)).ToArray();
        return MeasuredStatistics.Of(
            [.. answered.Select(i => 1000 * ttfts[i])],
            tpots,
            (long)answered.Sum(i => answers[i]),
            1000 * (fields.OptionalNumber("duration") ?? 0));
    }
}
