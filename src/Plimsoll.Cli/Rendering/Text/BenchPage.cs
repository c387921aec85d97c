using Plimsoll.Cli.Benching;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Records;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>A benchmark as the console shows it, at most 80 columns wide.</summary>
internal static class BenchPage
{
    private const int Width = 80;
    private const int MostErrors = 5;

    /// <summary>Writes the page.</summary>
    public static void Write(BenchReport report, TextWriter output)
    {
        WriteSubject(report, output);
        output.WriteLine();
        WriteLatencies(report.Metrics, output);
        output.WriteLine();
        WriteRates(report, output);
        WriteTokens(report, output);
        WriteErrors(report, output);
        WriteClient(report, output);
        Line(output, $"  Files: {report.Folder}");
    }

    private static void WriteSubject(BenchReport report, TextWriter output)
    {
        var (question, metrics) = (report.Question, report.Metrics);
        Line(output, $"{question.Target.Model} at {question.Target.Address}");
        var load = question.Profiling;
        var rate = load.RatePerS is { } perS ? $"{Figures.Short(perS)} requests/s {load.Law.ToString().ToLowerInvariant()}" : "";
        var clients = load.Concurrency is { } most ? $"concurrency {most}" : "";
        var words = string.Join(", ", new[] { rate, clients, question.Target.Streaming ? "streamed" : "not streamed", $"seed {question.Seed}" }.Where(word => word.Length > 0));
        Line(output, $"  Load: {words}");
        var cut = metrics.CutOff > 0 ? $", {Figures.Grouped((long)metrics.CutOff)} cut off at the end" : "";
        Line(output, $"  Requests: {Figures.Grouped((long)metrics.Succeeded)} succeeded, {Figures.Grouped((long)metrics.Failed)} failed{cut}, in {Figures.Fixed(report.Phase.DurationS)} s");
        if (report.Phase.WasCancelled)
        {
            Line(output, "  INTERRUPTED: figures are of what had finished");
        }
    }

    private static void WriteLatencies(RunMetrics metrics, TextWriter output)
    {
        output.WriteLine($"  {"ms",-24}{"mean",11}{"p50",10}{"p90",10}{"p99",11}{"max",11}");
        (string Name, string Tag)[] rows =
        [
            ("TTFT", "time_to_first_token"), ("ITL (mean of a request)", "inter_token_latency"), ("gap between pieces", RecordMetric.GapTag),
            ("request latency", "request_latency"), ("  from intended time", "effective_latency"), ("error latency", "error_latency"),
        ];
        foreach (var (name, tag) in rows)
        {
            if (metrics.Find(tag)?.Values is { } values)
            {
                output.WriteLine($"  {name,-24}{Cell(values.Average),11}{Cell(values.Percentile(50)),10}{Cell(values.Percentile(90)),10}{Cell(values.Percentile(99)),11}{Cell(values.Maximum),11}");
            }
        }
    }

    private static void WriteRates(BenchReport report, TextWriter output)
    {
        var metrics = report.Metrics;
        Row(output, "Request throughput", metrics.Find("request_throughput")?.Value, report.Question.Profiling.RatePerS is { } asked ? $"requests/s ({Figures.Short(asked)} asked)" : "requests/s");
        Row(output, "Output throughput", metrics.Find("output_token_throughput")?.Value, "tokens/s");
        Row(output, "Output per user", metrics.Find("output_token_throughput_per_user")?.Values?.Average, "tokens/s");
        Row(output, "Goodput", metrics.Find("goodput")?.Value, $"requests/s, {Figures.Percent(metrics.Find("good_request_fraction")?.Value ?? 0)} of the requests");
        Row(output, "Prompt tokens", metrics.Find("input_sequence_length")?.Values?.Average, "mean");
        Row(output, "Answer tokens", metrics.Find("output_sequence_length")?.Values?.Average, "mean");
        Row(output, "In flight", metrics.Find("effective_concurrency")?.Values?.Average, "requests, mean over time");
    }

    private static void WriteTokens(BenchReport report, TextWriter output)
    {
        var good = report.Phase.Records.Where(record => record.Succeeded).ToArray();
        if (good.Length == 0)
        {
            return;
        }

        Line(output, $"  Token counts: prompts {Sources(good, tokens => tokens.InputFrom)}; answers {Sources(good, tokens => tokens.OutputFrom)}");
        if (report.Question.Profiling.Duration is not null && report.Phase.Records.Count > report.Question.Entries)
        {
            Line(output, $"  Note: {report.Question.Entries} prompts were used again and again; a prefix cache answers those faster");
        }

        if (good.Count(record => record is { IsStreamed: true, SawDone: false }) is > 0 and var undone)
        {
            Line(output, $"  Note: {Figures.Grouped((long)undone)} streams ended in order but without [DONE]");
        }
    }

    private static string Sources(RequestRecord[] records, Func<TokenCounts, TokenSource> source) =>
        string.Join(", ", records.Select(record => source(record.Tokens)).Distinct().Order().Select(from => from switch
        {
            TokenSource.Exact => "exact",
            TokenSource.Usage => "by the server",
            TokenSource.Tokenizer => "re-tokenised",
            TokenSource.Pieces => "as pieces (no usage, no tokenizer)",
            _ => "unknown",
        }));

    private static void WriteErrors(BenchReport report, TextWriter output)
    {
        var failures = report.Phase.Records.Where(record => record.Failure is { Kind: not FailureKind.Cancelled }).GroupBy(record => record.Failure!)
            .OrderByDescending(group => group.Count()).ToArray();
        foreach (var same in failures.Take(MostErrors))
        {
            var code = same.Key.Code is { } number ? $"{number} " : "";
            var text = $"  Failed {Figures.Grouped((long)same.Count())}: {code}{same.Key.Type}: {same.Key.Message}";
            output.WriteLine(text.Length <= Width ? text : text[..(Width - 3)] + "...");
        }

        if (failures.Length > MostErrors)
        {
            output.WriteLine($"  ... and {failures.Length - MostErrors} other kinds of failure, in the files");
        }
    }

    private static void WriteClient(BenchReport report, TextWriter output)
    {
        var (health, late) = (report.Health, report.Health.SendLateness);
        Line(output, $"  Client: sent late by {Ms(late.QuantileNs(0.5))} ms p50, {Ms(late.QuantileNs(0.99))} ms p99; {Figures.Fixed(health.CoresUsed)} cores busy");
        foreach (var warning in health.Warnings)
        {
            Line(output, $"  WARNING: the client was a limit: {warning}");
        }

        if (health.Warnings.Count > 0)
        {
            Line(output, "  WARNING: latencies above include the client's own; lower the load, or use more cores");
        }
    }

    private static string Ms(long ns) => Figures.Fixed(ns / 1e6);

    private static string Cell(double? value) => value is { } number ? Figures.Fixed(number) : "-";

    private static void Row(TextWriter output, string name, double? value, string unit)
    {
        if (value is { } number)
        {
            output.WriteLine($"  {name,-22}{Figures.Grouped(number),14} {unit}");
        }
    }

    // Names and paths may be long; they break between words, and inside only when a word alone is wider than the page.
    private static void Line(TextWriter output, string text)
    {
        while (text.Length > Width)
        {
            var space = text.LastIndexOf(' ', Width);
            var cut = space > 6 ? space : Width;
            output.WriteLine(text[..cut]);
            text = "    " + text[cut..].TrimStart();
        }

        output.WriteLine(text);
    }
}
