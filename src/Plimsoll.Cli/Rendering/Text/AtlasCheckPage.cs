using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Atlas;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The result of <c>atlas check</c> as the console shows it.</summary>
internal static class AtlasCheckPage
{
    /// <summary>Writes the whole page: every operator, then what misses its target in detail.</summary>
    public static void Write(AtlasCheckReport report, TextWriter output)
    {
        output.WriteLine($"|atlas / table - 1| in percent; targets: median {Figures.Short(AtlasCheck.MedianTargetPct)}, p90 {Figures.Short(AtlasCheck.P90TargetPct)}. Repaired rows are not compared.");
        output.WriteLine();
        var table = new AsciiTable(["system", "backend", "operator", "rows", "median", "p90", "target"]);
        foreach (var row in report.Operators)
        {
            table.Add(
            [
                row.System,
                row.Backend.Name(),
                Words.Of(row.Operator),
                Figures.Grouped(row.Rows),
                Text(row.MedianPct),
                Text(row.P90Pct),
                row.MeetsTarget ? "met" : "missed",
            ]);
        }

        table.Write(output);
        var missed = report.Rows.Where(row => !row.MeetsTarget).ToArray();
        output.WriteLine();
        output.WriteLine($"{report.Operators.Count(row => row.MeetsTarget)} of {report.Operators.Count} meet their targets; by release and format, {missed.Length} of {report.Rows.Count} do not:");
        foreach (var row in missed)
        {
            output.WriteLine($"  {row.System} {row.Engine} {Words.Of(row.Operator)} {row.Format}: {(row.IsMissing ? "not in the atlas" : $"median {Text(row.MedianPct)}, p90 {Text(row.P90Pct)} over {Figures.Grouped(row.Rows)} rows")}");
        }
    }

    private static string Text(double? percent) => percent is { } value ? Figures.Fixed(value) : "-";
}
