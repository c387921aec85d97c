using Plimsoll.Profiling.StepValidation;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The result of <c>validate steps</c> as the console shows it.</summary>
internal static class StepReportPage
{
    private static readonly string[] Headings = ["", "rows", "priced", "coverage", "latency median", "p90", "p95", "bias", "repaired rows", "repaired median", "weights median"];

    /// <summary>Writes the whole page.</summary>
    public static void Write(StepReport report, TextWriter output)
    {
        output.WriteLine($"{Figures.Grouped(report.Rows)} rows: {Figures.Grouped(report.Evaluable)} evaluable, {Figures.Grouped(report.PeerErrors)} without a time, {Figures.Grouped(report.Unsupported)} of models that are not priced yet.");
        output.WriteLine("Deviations are absolute unless called bias, in percent.");
        output.WriteLine();
        var table = new AsciiTable(Headings);
        table.Add(Row("all", report.Evaluable, report.Priced, report.Coverage, report.Latency, report.Repaired, report.Weights));
        Add(table, "family", report.By.Family);
        Add(table, "backend", report.By.Backend);
        Add(table, "phase", report.By.Phase);
        Add(table, "system", report.By.System);
        Add(table, "peer:", report.KnownDifferences);
        table.Write(output);
        WriteRefused(report, output);
        WriteWorst(report, output);
    }

    private static void Add(AsciiTable table, string group, IReadOnlyDictionary<string, StepSummary> summaries)
    {
        foreach (var (name, summary) in summaries)
        {
            table.Add(Row($"{group} {name}", summary.Evaluable, summary.Priced, summary.Coverage, summary.Latency, summary.Repaired, summary.Weights));
        }
    }

    private static string[] Row(
        string name, int rows, int priced, double? coverage, ErrorStatistics latency, ErrorStatistics repaired, ErrorStatistics weights) =>
    [
        name,
        Figures.Grouped(rows),
        Figures.Grouped(priced),
        coverage is { } share ? Figures.Fixed(share * 100) + " %" : "-",
        Text(latency.MedianAbsPct),
        Text(latency.P90AbsPct),
        Text(latency.P95AbsPct),
        Text(latency.MedianPct),
        Figures.Grouped(repaired.Rows),
        Text(repaired.MedianAbsPct),
        Text(weights.MedianAbsPct),
    ];

    private static void WriteRefused(StepReport report, TextWriter output)
    {
        if (report.Refused.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Not priced:");
        foreach (var refusal in report.Refused)
        {
            output.WriteLine($"  {Figures.Grouped(refusal.Count),7}  {refusal.Reason}");
        }
    }

    private static void WriteWorst(StepReport report, TextWriter output)
    {
        if (report.Worst.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Largest deviations:");
        foreach (var row in report.Worst)
        {
            output.WriteLine($"  {Figures.Fixed(row.Pct),8} %  {Figures.Fixed(row.OursMs)} against {Figures.Fixed(row.PeerMs)} ms  row {row.Id}: {row.Row}");
        }
    }

    private static string Text(double? percent) => percent is { } value ? Figures.Fixed(value) : "-";
}
