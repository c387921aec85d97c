using Plimsoll.Cli.Simulating;
using Plimsoll.Formats.Csv;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>A simulated run as a heading and one record, so that records of several runs make a table.</summary>
internal static class SimulationCsv
{
    /// <summary>Writes heading and record.</summary>
    public static void Write(SimulationReport report, TextWriter output)
    {
        var fields = Fields(report).ToArray();
        var csv = new CsvWriter(output);
        csv.WriteRecord(fields.Select(field => field.Name));
        csv.WriteRecord(fields.Select(field => field.Value));
    }

    private static IEnumerable<(string Name, string Value)> Fields(SimulationReport report)
    {
        var (summary, load) = (report.Summary, report.Load);
        yield return ("model", report.Model);
        yield return ("system", string.Join('+', report.Workers.Select(pool => pool.System).Distinct(StringComparer.Ordinal)));
        yield return ("backend", report.Backend);
        yield return ("backend_version", report.BackendVersion);
        yield return ("parallel", string.Join('+', report.Workers.Select(pool => $"{pool.Workers}x{pool.Parallel}")));
        yield return ("gpus", Figures.Whole(report.Gpus));
        yield return ("protocol", load.Protocol);
        yield return ("isl", load.Isl ?? "");
        yield return ("osl", load.Osl ?? "");
        yield return ("seed", load.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("requests", Figures.Whole(summary.Requests));
        yield return ("duration_ms", Figures.Exact(summary.DurationMs));
        foreach (var field in Distributions(summary).SelectMany(named => Of(named.Name, named.Values)))
        {
            yield return field;
        }

        yield return ("requests_per_s", Figures.Exact(summary.RequestsPerS));
        yield return ("output_tokens_per_s", Figures.Exact(summary.OutputTokensPerS));
        yield return ("tokens_per_s_per_gpu", Figures.Exact(report.TokensPerSPerGpu));
        yield return ("goodput_per_s", summary.GoodputPerS is { } good ? Figures.Exact(good) : "");
        yield return ("prefix_hit_share", Figures.Exact(summary.PrefixHitShare));
        yield return ("preemptions", Figures.Whole(summary.Preemptions));
        yield return ("steps", Figures.Whole(summary.Steps));
        yield return ("utilization", Figures.Exact(summary.Utilization));
        yield return ("mean_kv_use", Figures.Exact(summary.MeanKvUse));
        yield return ("peak_kv_use", Figures.Exact(summary.PeakKvUse));
        yield return ("mean_running", Figures.Exact(summary.MeanRunning));
        yield return ("mean_waiting", Figures.Exact(summary.MeanWaiting));
        yield return ("provenance", Words.Of(report.Provenance));
        yield return ("uncertainty", Figures.Exact(report.Uncertainty));
    }

    private static (string Name, DistributionSummary? Values)[] Distributions(SimulationSummary summary) =>
        [("ttft", summary.Ttft), ("itl", summary.Itl), ("tpot", summary.Tpot), ("request_latency", summary.Latency), ("queue", summary.Queue)];

    private static IEnumerable<(string Name, string Value)> Of(string name, DistributionSummary? values) =>
    [
        ($"{name}_mean_ms", Cell(values?.Mean)),
        ($"{name}_p50_ms", Cell(values?.P50)),
        ($"{name}_p90_ms", Cell(values?.P90)),
        ($"{name}_p99_ms", Cell(values?.P99)),
        ($"{name}_max_ms", Cell(values?.Maximum)),
    ];

    private static string Cell(double? value) => value is { } number ? Figures.Exact(number) : "";
}
