using System.Text;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Measurements.Guides;
using Plimsoll.Profiling.Validation.Reports;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Cli.Rendering.Markdown;

/// <summary>The page on accuracy: a section for each kind of measurements, each written by its own run.</summary>
internal static class AccuracyPage
{
    private const int WorstClasses = 12;

    /// <summary>A page without sections.</summary>
    public const string Empty =
        """
        # Accuracy

        Measured runs beside the simulation of the same experiments: same workers, protocol, lengths and number of requests. Errors are in
        percent of the measured value; summaries are medians of absolute errors. `plimsoll validate PATH --report docs` writes this page,
        a section for each kind of measurements.

        """;

    private static readonly Figure[] Shown = [Figure.TtftMean, Figure.TtftP50, Figure.TtftP99, Figure.TpotMean, Figure.Throughput];

    /// <summary>The name of a report's drawing of one figure.</summary>
    public static string FigureName(ValidationReport report, Figure figure) => $"accuracy-{report.Kind}-{figure.Name()}.svg";

    /// <summary>The page with the section of a report put in or replaced.</summary>
    public static string WithSection(string page, ValidationReport report, ExperimentLine guide)
    {
        var (begin, end) = ($"<!-- {report.Kind} -->\n", $"<!-- /{report.Kind} -->\n");
        var section = begin + (report.Summary is null ? Table(report) : Runs(report, guide)) + end;
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = page.IndexOf(end, StringComparison.Ordinal);
        return from >= 0 && to > from
            ? page[..from] + section + page[(to + end.Length)..]
            : $"{page.TrimEnd('\n')}\n\n{section}";
    }

    private static string Runs(ValidationReport report, ExperimentLine guide)
    {
        var text = new StringBuilder();
        text.Append($"## Our own runs\n\n{Figures.Grouped(report.Experiments.Count)} runs, kernel times from `{string.Join(',', report.SystemsPaths.Select(Path.GetFileName))}`. Times to first token are scored only where the campaign trusts them and prefix hits are known, a 99th percentile from 100 requests on.\n\n");
        text.Append("| stage | runs | TTFT p50 | TTFT mean | TTFT p99 | TPOT mean | throughput | KV cache | preemptions | in interval |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        text.Append(Row("all", report.Summary!));
        foreach (var (stage, score) in report.ByStage!)
        {
            text.Append(Row(stage, score));
        }

        text.Append($"\n![Mean TTFT, predicted against measured](figures/{FigureName(report, Figure.TtftMean)})\n\n![Mean TPOT, predicted against measured](figures/{FigureName(report, Figure.TpotMean)})\n");
        Worst(text, report);
        text.Append("\n### Every run\n\nMeasured, predicted, error; in brackets what is not scored. Times in ms, throughput in answer tokens per second.\n\n| run | TTFT mean | TTFT p50 | TTFT p99 | TPOT mean | throughput |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var run in report.Experiments)
        {
            Line(text, run);
        }

        text.Append($"\n### The guide's run\n\nQwen3-32B-FP8 on eight H200, four vLLM 0.12.0 workers of two GPUs, 56 clients, 4,000 and 500 tokens. The guide's planner predicted a TTFT of {Figures.Short(GuideRun.PeerTtftMs)} ms and a TPOT of {Figures.Fixed(GuideRun.PeerTpotMs)} ms.\n\n| run | TTFT mean | TTFT p50 | TTFT p99 | TPOT mean | throughput |\n|---|--:|--:|--:|--:|--:|\n");
        Line(text, guide);
        return text.ToString();
    }

    private static string Row(string name, RunScore score) =>
        $"| {name} | {score.Predicted} | {Cell(score.TtftP50)} | {Cell(score.TtftMean)} | {Cell(score.TtftP99)} | {Cell(score.TpotMean)} | {Cell(score.Throughput)} | {Cell(score.KvTokens)} | {Cell(score.Preemptions)} | {Share(score.IntervalHold)} |\n";

    private static void Line(StringBuilder text, ExperimentLine run)
    {
        text.Append($"| {run.Id} |");
        foreach (var figure in Shown)
        {
            var name = figure.Name();
            var cell = run.Measured.TryGetValue(name, out var measured) && run.Predicted is { } predicted
                ? $"{Figures.Short(Math.Round(measured, 2))} / {Figures.Short(Math.Round(predicted[name], 2))} / {Signed(run.ErrorPct![name])}"
                : "–";
            text.Append(run.Unscored.ContainsKey(name) ? $" ({cell}) |" : $" {cell} |");
        }

        text.Append('\n');
    }

    private static void Worst(StringBuilder text, ValidationReport report)
    {
        text.Append("\n### Largest deviations\n\n| run | figure | measured | predicted | error | cause |\n|---|---|--:|--:|--:|---|\n");
        foreach (var worst in report.Worst)
        {
            var run = report.Experiments.First(line => line.Id == worst.Id);
            text.Append($"| {worst.Id} | {Words.Spaced(worst.Figure)} | {Figures.Fixed(worst.Measured)} | {Figures.Fixed(worst.Predicted)} | {Signed(worst.ErrorPct)} | {KnownCauses.OfRun(run, worst.Figure)} |\n");
        }
    }

    private static string Table(ValidationReport report)
    {
        var text = new StringBuilder();
        text.Append($"## The public table of configurations\n\n`{Path.GetFileName(report.Path)}`, kernel times from `{string.Join(',', report.SystemsPaths.Select(Path.GetFileName))}`. Launch flags and versions are mostly not recorded; what is assumed is assumed for whole collections. No row is fitted.\n\n");
        text.Append("| mode | rows | evaluable | predicted | TTFT median | mean | rank | TPOT median | mean | rank | in interval |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (name, score) in new[] { ("agg", report.Agg!), ("disagg", report.Disagg!) })
        {
            text.Append($"| {name} | {score.Rows} | {score.Evaluable} | {score.Predicted} | {Cells(score.Ttft)} | {Cells(score.Tpot)} | {Share(score.IntervalHold)} |\n");
        }

        var regret = report.Regret!;
        text.Append($"\nRegret of choosing by prediction: mean {Cell(regret.Mean)}, p90 {Cell(regret.P90)} over {regret.Choices} choices in {regret.Workloads} workloads; {regret.Missed} choices miss their bound.\n");
        Reasons(text, "Not evaluated", report.SetAside);
        Reasons(text, "Not predicted", report.Refused);
        foreach (var property in new[] { "backend", "system", "model", "quantisation", "concurrency" })
        {
            Slice(text, property, report.Slices[property]);
        }

        text.Append("\n### Classes that deviate most\n\n| backend, system, model | rows | TTFT median | bias | TPOT median | bias | cause |\n|---|--:|--:|--:|--:|--:|---|\n");
        foreach (var (name, score) in report.Slices["class"].Where(slice => slice.Value.Predicted > 0)
            .OrderByDescending(slice => slice.Value.Ttft.MedianApe + (2 * slice.Value.Tpot.MedianApe)).Take(WorstClasses))
        {
            text.Append($"| {name} | {score.Predicted} | {Cell(score.Ttft.MedianApe)} | {Bias(score.Ttft)} | {Cell(score.Tpot.MedianApe)} | {Bias(score.Tpot)} | {KnownCauses.OfClass(name)} |\n");
        }

        return text.ToString();
    }

    private static void Slice(StringBuilder text, string property, IReadOnlyDictionary<string, SliceScore> slices)
    {
        text.Append($"\n| {property} | predicted of rows | TTFT median | bias | TPOT median | bias | in interval |\n|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (value, score) in slices)
        {
            text.Append($"| {value} | {score.Predicted} of {score.Rows} | {Cell(score.Ttft.MedianApe)} | {Bias(score.Ttft)} | {Cell(score.Tpot.MedianApe)} | {Bias(score.Tpot)} | {Share(score.IntervalHold)} |\n");
        }
    }

    private static void Reasons(StringBuilder text, string title, IReadOnlyList<ReasonCount> reasons)
    {
        if (reasons.Count > 0)
        {
            text.Append($"\n{title}: {string.Join(", ", reasons.Select(reason => $"{reason.Count} {Words.Spaced(reason.Reason)}"))}.\n");
        }
    }

    private static string Cells(ErrorScore score) =>
        $"{Cell(score.MedianApe)} | {Cell(score.Mape)} | {(score.Spearman is { } rank ? Figures.Fixed(rank) : "–")}";

    private static string Cell(double? percent) => percent is { } value ? $"{Figures.Short(Math.Round(value, 1))} %" : "–";

    private static string Bias(ErrorScore score) => score.MedianError is { } bias ? Signed(bias) : "–";

    private static string Share(double? share) => share is { } value ? Figures.Percent(value) : "–";

    private static string Signed(double percent) => (percent > 0 ? "+" : "") + Figures.Short(Math.Round(percent, 1)) + " %";
}
