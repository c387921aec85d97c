using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The configurations that nearly meet the targets, and which target would have to give way by how much.</summary>
internal static class NearestMissTable
{
    /// <summary>Writes the misses of one way of serving, nearest first.</summary>
    public static void Write(IReadOnlyList<NearestMiss> misses, PlanReport report, TextWriter output)
    {
        var columns = ConfigurationTable.Columns(misses[0].Configuration.Mode);
        var table = new AsciiTable([.. columns.Select(column => column.Heading), "worst excess", "to admit it, relax"]);
        foreach (var miss in misses)
        {
            table.Add(
            [
                .. columns.Select(column => column.Cell(miss.Configuration, report)),
                Figures.Percent(miss.WorstExcess),
                string.Join(", ", miss.Relax.Select(Describe)),
            ]);
        }

        table.Write(output);
    }

    /// <summary>The nearest miss of both ways of serving; null when something meets the targets.</summary>
    public static NearestMiss? Nearest(PlanReport report) =>
        new[] { report.Agg, report.Disagg }.SelectMany(plan => plan?.NearestMisses.Take(1) ?? []).MinBy(miss => miss.WorstExcess);

    /// <summary>A miss in one line: <c>agg tp4pp1 (vllm), if tpot_ms 16.67 -> 18.76 (+13 %)</c>.</summary>
    public static string Describe(NearestMiss miss) =>
        $"{Words.Of(miss.Configuration.Mode)} {miss.Configuration.Parallel} ({miss.Configuration.Backend}) at {Figures.Fixed(miss.Configuration.TokensPerSPerGpu)} tokens/s/gpu, if {string.Join(", ", miss.Relax.Select(Describe))}";

    // Rounded up: the figure must admit the configuration.
    private static string Describe(TargetRelaxation relaxation) =>
        $"{relaxation.Target} {Figures.Short(relaxation.BoundMs)} -> {Figures.Fixed(Math.Ceiling(relaxation.NeededMs * 100) / 100)} (+{Figures.Percent(relaxation.Excess)})";
}
