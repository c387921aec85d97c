using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Reports;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The result of <c>validate</c> as the console shows it.</summary>
internal static class ValidationPage
{
    private const int MostListedRuns = 200;

    private static readonly Figure[] Listed = [Figure.TtftMean, Figure.TtftP50, Figure.TtftP99, Figure.TpotMean, Figure.Throughput];

    /// <summary>Writes the whole page.</summary>
    public static void Write(ValidationReport report, TextWriter output)
    {
        output.WriteLine($"{report.Path}: {Words.Spaced(report.Kind)}, {Figures.Grouped(report.Experiments.Count)} runs against kernel times from {string.Join(", ", report.SystemsPaths)}.");
        output.WriteLine("Errors in percent of the measured value; medians and means of absolute errors.");
        if (report.Summary is { } summary)
        {
            WriteRuns(report, summary, output);
        }
        else
        {
            WriteModes(report, output);
        }

        WriteReasons("Not evaluated", report.SetAside, output);
        WriteReasons("Not predicted", report.Refused, output);
        WriteSlices(report, output);
        WriteWorst(report, output);
    }

    private static void WriteRuns(ValidationReport report, RunScore summary, TextWriter output)
    {
        output.WriteLine();
        var table = new AsciiTable(["", "runs", "TTFT p50", "TTFT mean", "TTFT p99", "TPOT mean", "throughput", "KV tokens", "preemptions", "in interval"]);
        table.Add(Row("all", summary));
        foreach (var (stage, score) in report.ByStage!)
        {
            table.Add(Row(stage, score));
        }

        table.Write(output);
        output.WriteLine();
        WriteLines("Runs: measured | predicted | error; * not scored", report.Experiments.Take(MostListedRuns), output);
    }

    private static string[] Row(string name, RunScore score) =>
    [
        name, $"{Figures.Grouped(score.Predicted)} of {Figures.Grouped(score.Experiments)}", Text(score.TtftP50), Text(score.TtftMean), Text(score.TtftP99),
        Text(score.TpotMean), Text(score.Throughput), Text(score.KvTokens), Text(score.Preemptions), Share(score.IntervalHold),
    ];

    private static void WriteModes(ValidationReport report, TextWriter output)
    {
        output.WriteLine();
        var table = new AsciiTable(["", "rows", "evaluable", "predicted", "coverage", "corrected", "listed apart", "TTFT median", "mean", "bias", "rank", "TPOT median", "mean", "bias", "rank", "in interval"]);
        foreach (var (name, score) in new[] { ("agg", report.Agg!), ("disagg", report.Disagg!) })
        {
            table.Add([
                name, Figures.Grouped(score.Rows), Figures.Grouped(score.Evaluable), Figures.Grouped(score.Predicted), Share(score.Coverage),
                Figures.Grouped(score.Corrected), Figures.Grouped(score.ListedApart), .. Cells(score.Ttft), .. Cells(score.Tpot), Share(score.IntervalHold),
            ]);
        }

        table.Write(output);
        var regret = report.Regret!;
        output.WriteLine($"Regret: mean {Text(regret.Mean)}, p90 {Text(regret.P90)} over {regret.Choices} choices in {regret.Workloads} workloads; {regret.Missed} miss their bound.");
        var pointedOut = report.Experiments.Where(run => run is { Mode: "disagg", Predicted: not null } || run.Unscored.Count > 0).ToArray();
        if (pointedOut.Length > 0)
        {
            output.WriteLine();
            WriteLines("Disaggregated rows, and rows listed apart (*): measured | predicted | error", pointedOut, output);
        }
    }

    private static void WriteLines(string title, IEnumerable<ExperimentLine> runs, TextWriter output)
    {
        var lines = runs.ToArray();
        var figures = Listed.Where(figure => lines.Any(run => run.Measured.ContainsKey(figure.Name()))).ToArray();
        output.WriteLine(title + ":");
        var table = new AsciiTable(["run", .. figures.Select(figure => Words.Spaced(figure.Name()))]);
        foreach (var run in lines)
        {
            table.Add([run.Id, .. figures.Select(figure => Cell(run, figure.Name()))]);
        }

        table.Write(output);
    }

    private static string Cell(ExperimentLine run, string figure)
    {
        if (!run.Measured.TryGetValue(figure, out var measured))
        {
            return "-";
        }

        var mark = run.Unscored.ContainsKey(figure) ? " *" : "";
        return run.Predicted is { } predicted && predicted.TryGetValue(figure, out var value)
            ? $"{Figures.Fixed(measured)} | {Figures.Fixed(value)} | {(run.ErrorPct!.TryGetValue(figure, out var error) ? Signed(error) : "-")}{mark}"
            : $"{Figures.Fixed(measured)} | -{mark}";
    }

    private static void WriteReasons(string title, IReadOnlyList<ReasonCount> reasons, TextWriter output)
    {
        if (reasons.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(title + ":");
        foreach (var reason in reasons)
        {
            output.WriteLine($"  {Figures.Grouped(reason.Count),7}  {Words.Spaced(reason.Reason)}, such as {reason.Example}");
        }
    }

    private static void WriteSlices(ValidationReport report, TextWriter output)
    {
        output.WriteLine();
        var table = new AsciiTable(["", "rows", "predicted", "TTFT median", "mean", "bias", "rank", "TPOT median", "mean", "bias", "rank", "in interval"]);
        foreach (var (property, slices) in report.Slices.Where(slice => slice.Value.Count > 1))
        {
            foreach (var (value, score) in slices)
            {
                table.Add([$"{property} {value}", Figures.Grouped(score.Rows), Figures.Grouped(score.Predicted), .. Cells(score.Ttft), .. Cells(score.Tpot), Share(score.IntervalHold)]);
            }
        }

        table.Write(output);
    }

    private static void WriteWorst(ValidationReport report, TextWriter output)
    {
        if (report.Worst.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Largest deviations:");
        foreach (var worst in report.Worst)
        {
            output.WriteLine($"  {Signed(worst.ErrorPct),9} %  {Words.Spaced(worst.Figure)} {Figures.Fixed(worst.Predicted)} against {Figures.Fixed(worst.Measured)} ms  {worst.Id}: {worst.Run}");
        }
    }

    private static string[] Cells(ErrorScore score) =>
        [Text(score.MedianApe), Text(score.Mape), score.MedianError is { } bias ? Signed(bias) : "-", score.Spearman is { } rank ? Figures.Fixed(rank) : "-"];

    private static string Text(double? percent) => percent is { } value ? Figures.Fixed(value) : "-";

    private static string Share(double? share) => share is { } value ? Figures.Percent(value) : "-";

    private static string Signed(double percent) => (percent > 0 ? "+" : "") + Figures.Fixed(percent);
}
