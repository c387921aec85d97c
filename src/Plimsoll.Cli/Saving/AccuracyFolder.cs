using System.Text;
using Plimsoll.Cli.Plots;
using Plimsoll.Cli.Rendering.Markdown;
using Plimsoll.Plotting.Svg;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Reports;

namespace Plimsoll.Cli.Saving;

/// <summary>
/// The page on accuracy and its figures. Each kind of measurements has its section of the page; writing one leaves the others as they are.
/// </summary>
internal static class AccuracyFolder
{
    private const string PageName = "accuracy.md";

    private static readonly (Figure Figure, string Quantity)[] Drawn = [(Figure.TtftMean, "TTFT"), (Figure.TpotMean, "TPOT")];

    /// <summary>The page's path.</summary>
    public static string PageIn(string folder) => Path.Combine(folder, PageName);

    /// <summary>Writes the section of a report, and its figures where its runs may be shown one by one.</summary>
    /// <param name="folder">The folder; created.</param>
    /// <param name="report">What to write.</param>
    /// <param name="guide">The run that the public guide validates itself with.</param>
    /// <param name="flag">The flag that chose the folder, for errors.</param>
    public static void Write(string folder, ValidationReport report, ExperimentLine guide, string flag)
    {
        var page = PageIn(folder);
        var before = File.Exists(page) ? File.ReadAllText(page).ReplaceLineEndings("\n") : AccuracyPage.Empty;
        if (report.Summary is not null)
        {
            foreach (var (figure, quantity) in Drawn)
            {
                Save(Path.Combine(folder, "figures", AccuracyPage.FigureName(report, figure)), Draw(report, figure, quantity), flag);
            }
        }

        Save(page, AccuracyPage.WithSection(before, report, guide), flag);
    }

    private static void Save(string path, string? text, string flag)
    {
        if (text is not null)
        {
            NewFile.Write(path, Encoding.UTF8.GetBytes(text), flag, replace: true);
        }
    }

    private static string? Draw(ValidationReport report, Figure figure, string quantity)
    {
        var name = figure.Name();
        var points = report.Experiments
            .Where(run => run.Predicted is not null && run.Measured.ContainsKey(name) && run.Predicted.ContainsKey(name) && !run.Unscored.ContainsKey(name))
            .Select(run => new ComparedPoint(run.Stage, run.Measured[name], run.Predicted![name]))
            .ToArray();
        return points.Length == 0 ? null : SvgWriter.Write(ComparisonFigure.Of(
            $"Mean {quantity}: predicted against measured", $"{points.Length} runs, each simulated as it was measured", quantity, "ms", points));
    }
}
