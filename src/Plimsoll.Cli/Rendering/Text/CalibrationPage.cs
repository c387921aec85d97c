using Plimsoll.Profiling.Calibrating;
using Plimsoll.Profiling.Validation.Reports;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The result of <c>calibrate</c> as the console shows it.</summary>
internal static class CalibrationPage
{
    private static readonly (string Name, Func<RunScore, double?> Score)[] Shown =
    [
        ("TTFT p50", score => score.TtftP50), ("TTFT mean", score => score.TtftMean), ("TTFT p99", score => score.TtftP99),
        ("TPOT mean", score => score.TpotMean), ("throughput", score => score.Throughput),
    ];

    /// <summary>Writes the whole page.</summary>
    public static void Write(CalibrationReport report, TextWriter output)
    {
        var unpredicted = report.Unpredicted > 0 ? $"; {Figures.Grouped(report.Unpredicted)} more cannot be predicted and say nothing" : "";
        output.WriteLine($"{Figures.Grouped(report.Runs)} runs in {report.Groups.Count - 1} groups{unpredicted}.");
        output.WriteLine();
        WriteTerms(report, output);
        output.WriteLine();
        output.WriteLine("Median absolute errors in percent: with the terms at the start | in sample | learned without the group:");
        WriteScores(report, output);
    }

    private static void WriteTerms(CalibrationReport report, TextWriter output)
    {
        var table = new AsciiTable(["term", "unit", "start", "found", "range with a group left out"]);
        foreach (var term in report.Terms)
        {
            var range = term is { LeastLeftOut: { } least, MostLeftOut: { } most } ? $"{Value(least)} to {Value(most)}" : "-";
            table.Add([term.Name, term.Unit, Value(term.Start), Value(term.Value), range]);
        }

        table.Write(output);
    }

    private static void WriteScores(CalibrationReport report, TextWriter output)
    {
        var table = new AsciiTable(["", "runs", .. Shown.Select(shown => shown.Name)]);
        foreach (var group in report.Groups)
        {
            table.Add([group.Group, Figures.Grouped(group.InSample.Experiments), .. Shown.Select(shown => Errors(group, shown.Score))]);
        }

        table.Write(output);
    }

    private static string Errors(GroupScore group, Func<RunScore, double?> score) =>
        $"{Error(score(group.Start))} | {Error(score(group.InSample))} | {(group.LeftOut is { } apart ? Error(score(apart)) : "-")}";

    private static string Error(double? percent) => percent is { } value ? Figures.Fixed(value) : "-";

    // Three significant digits are more than the runs tell.
    private static string Value(double value) =>
        Figures.Exact(value == 0 ? 0 : Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15)));
}
