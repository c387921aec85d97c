using Plimsoll.Formats.Csv;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Reports;

namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>Every evaluable run of a validation as one table: measured, predicted and error of each figure.</summary>
internal static class ValidationCsv
{
    private static readonly string[] About =
        ["id", "stage", "mode", "model", "system", "backend", "version", "parallel", "protocol", "requests", "isl", "osl", "ttft_trust", "provenance", "refusal"];

    /// <summary>Writes a heading and the runs.</summary>
    public static void Write(ValidationReport report, TextWriter output)
    {
        var csv = new CsvWriter(output);
        csv.WriteRecord([.. About, .. FigureNames.All.SelectMany(figure => new[] { $"measured_{figure.Name()}", $"predicted_{figure.Name()}", $"error_pct_{figure.Name()}", $"scored_{figure.Name()}" })]);
        foreach (var run in report.Experiments)
        {
            csv.WriteRecord([
                run.Id, run.Stage, run.Mode, run.Model, run.System, run.Backend, run.Version ?? "", run.Parallel, run.Protocol,
                Figures.Whole(run.Requests), Figures.Whole(run.Isl), Figures.Whole(run.Osl), run.TtftTrust ?? "", run.Provenance ?? "", run.Refusal ?? "",
                .. FigureNames.All.SelectMany(figure => Cells(run, figure.Name())),
            ]);
        }
    }

    private static string[] Cells(ExperimentLine run, string figure) =>
        [Cell(run.Measured, figure), Cell(run.Predicted, figure), Cell(run.ErrorPct, figure), run.Measured.ContainsKey(figure) && !run.Unscored.ContainsKey(figure) ? "true" : "false"];

    private static string Cell(IReadOnlyDictionary<string, double>? figures, string name) =>
        figures is not null && figures.TryGetValue(name, out var value) ? Figures.Exact(value) : "";
}
