using System.Globalization;
using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Support;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The support matrix in Markdown: one table with a line for each model and a column for each system, then every reason.</summary>
internal static class SupportPage
{
    /// <summary>Writes the legend, the counts, the matrix and the reasons.</summary>
    public static void Write(IReadOnlyList<SupportCell> cells, TextWriter output)
    {
        WriteSummary(SupportSummary.Of(cells), output);
        WriteMatrix(cells, output);
        WriteReasons(cells, output);
    }

    /// <summary>Writes the counts alone.</summary>
    public static void WriteSummary(SupportSummary summary, TextWriter output)
    {
        output.WriteLine(Text($"{summary.Cells} cells: {summary.Priced} priced, {Percent(summary.Coverage)} of those that an engine runs and that fit."));
        output.WriteLine();
        output.WriteLine("| | cells |");
        output.WriteLine("|---|---|");
        foreach (var times in Enum.GetValues<KernelClass>())
        {
            output.WriteLine(Text($"| priced, {SupportWords.Of(times)} | {summary.ByTimes.GetValueOrDefault(times)} |"));
        }

        foreach (var status in Enum.GetValues<SupportStatus>().Where(status => status != SupportStatus.Priced))
        {
            output.WriteLine(Text($"| {Words.Spaced(SupportWords.Of(status))} | {summary.Of(status)} |"));
        }

        output.WriteLine();
    }

    private static void WriteMatrix(IReadOnlyList<SupportCell> cells, TextWriter output)
    {
        var systems = cells.Select(cell => cell.System).Distinct().ToArray();
        var releases = cells.Where(cell => cell.Mode == ServingMode.Agg)
            .GroupBy(cell => cell.Model, StringComparer.Ordinal)
            .OrderBy(model => model.Key, StringComparer.Ordinal);
        output.WriteLine("Aggregated serving; each backend by its letter (v vLLM, s SGLang, t TensorRT-LLM), the class of its times (M measured, A atlas, T transferred,");
        output.WriteLine("R roofline) and the GPUs of the smallest worker: `vA4` is vLLM, atlas, 4 GPUs. `-` too large, `x` the engine does not run it, `?` not priced.");
        output.WriteLine();
        output.WriteLine($"| model | {string.Join(" | ", systems)} |");
        output.WriteLine($"|---|{string.Concat(systems.Select(_ => "---|"))}");
        foreach (var model in releases)
        {
            var bySystem = model.ToLookup(cell => cell.System, StringComparer.Ordinal);
            output.WriteLine($"| {model.Key} | {string.Join(" | ", systems.Select(system => string.Join(' ', bySystem[system].Select(Mark))))} |");
        }

        output.WriteLine();
        var disagg = cells.Where(cell => cell.Mode == ServingMode.Disagg).ToArray();
        output.WriteLine(Text($"Disaggregated serving needs twice the GPUs; {disagg.Count(cell => cell.Status == SupportStatus.Priced)} of {disagg.Length} cells are priced."));
        output.WriteLine();
    }

    private static void WriteReasons(IReadOnlyList<SupportCell> cells, TextWriter output)
    {
        var reasons = cells.Where(cell => cell.Reason is not null && cell.Status != SupportStatus.TooLarge)
            .CountBy(cell => (cell.Status, cell.Reason))
            .OrderBy(entry => entry.Key.Status).ThenByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Reason, StringComparer.Ordinal)
            .ToArray();
        if (reasons.Length == 0)
        {
            return;
        }

        output.WriteLine("| cells | not priced because |");
        output.WriteLine("|---|---|");
        foreach (var (key, count) in reasons)
        {
            output.WriteLine(Text($"| {count} | {Words.Spaced(SupportWords.Of(key.Status))}: {key.Reason!.Replace("|", "\\|", StringComparison.Ordinal)} |"));
        }
    }

    private static string Mark(SupportCell cell)
    {
        var backend = cell.Engine.Backend.Name()[0];
        return cell.Status switch
        {
            SupportStatus.Priced => Text($"{backend}{char.ToUpperInvariant(SupportWords.Of(cell.Times!.Value)[0])}{cell.Gpus}"),
            SupportStatus.TooLarge => $"{backend}-",
            SupportStatus.Incompatible => $"{backend}x",
            _ => $"{backend}?",
        };
    }

    private static string Percent(double share) => Text($"{100 * share:0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
