using Plimsoll.Cli.Rendering;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;

namespace Plimsoll.Cli.Plots;

/// <summary>The Pareto frontiers of a plan: speed for one user against throughput per GPU, one curve per way of serving, the best points named.</summary>
internal static class ParetoFigure
{
    /// <summary>Draws a plan; null when no configuration has a speed for one user (answers of one token) or none is known.</summary>
    public static Figure? Of(PlanReport report)
    {
        var modes = new[] { (Mode: ServingMode.Agg, Plan: report.Agg), (Mode: ServingMode.Disagg, Plan: report.Disagg) }
            .Select(m => (m.Mode, m.Plan, Points: Points(m.Plan))).Where(m => m.Points.Length > 0).ToArray();
        return modes.Length == 0
            ? null
            : new Figure
            {
                Title = $"{report.Request.Model} on {report.Request.TotalGpus} × {Gpus(report.Request)}",
                Subtitle = Circumstances(report.Request),
                Description = "Pareto frontiers of aggregated and disaggregated serving: tokens per second per GPU of the cluster against tokens per second for one user.",
                Horizontal = new Axis("speed for one user", "tokens/s/user") { IncludesZero = true },
                Panels =
                [
                    new Panel
                    {
                        Vertical = new Axis("throughput of the cluster", "tokens/s/gpu") { IncludesZero = true },
                        Series =
                        [
                            .. modes.Select(m => new Series(Words.Of(m.Mode), SeriesKind.Line, m.Points) { Colour = ColourOf(m.Mode) }),
                            .. modes.Select(m => new Series(Words.Of(m.Mode), SeriesKind.Scatter, m.Points) { Colour = ColourOf(m.Mode), Opacity = 1 }),
                        ],
                        References = report.Request.TpotMs is { } bound
                            ? [new ReferenceLine(AxisDirection.Horizontal, 1000 / bound, $"target: TPOT ≤ {Figures.Short(bound)} ms")]
                            : [],
                        Labels = [.. modes.SelectMany(m => Best(m.Mode, m.Plan!))],
                    },
                ],
            };
    }

    private static Colour ColourOf(ServingMode mode) => Palette.Series(mode == ServingMode.Agg ? 0 : 1);

    private static DataPoint[] Points(ModePlan? plan) =>
        [.. (plan?.Pareto ?? []).Where(p => p.TokensPerSPerUser is not null)
            .Select(p => new DataPoint(p.TokensPerSPerUser!.Value, p.TokensPerSPerGpu)).OrderBy(p => p.X)];

    private static IEnumerable<PointLabel> Best(ServingMode mode, ModePlan plan)
    {
        if (plan.Ranked is [{ TokensPerSPerUser: { } speed } best, ..])
        {
            var parallel = mode == ServingMode.Agg ? best.Parallel : $"({best.Parallel})";
            yield return new PointLabel(speed, best.TokensPerSPerGpu, $"best {Words.Of(mode)}: {best.Replicas} × {parallel}");
        }
    }

    private static string Gpus(PlanRequest request) => request.DecodeSystem is { } decode ? $"{request.System} + {decode}" : request.System;

    private static string Circumstances(PlanRequest request)
    {
        var prefix = request.Prefix > 0 ? $" ({Figures.Grouped(request.Prefix)} cached)" : "";
        var parts = new List<string> { request.Backend, $"ISL {Figures.Grouped(request.Isl)}{prefix}", $"OSL {Figures.Grouped(request.Osl)}" };
        Add("TTFT", request.TtftMs);
        Add("TPOT", request.TpotMs);
        Add("latency", request.RequestLatencyMs);
        return string.Join(" · ", parts);

        void Add(string name, double? ms)
        {
            if (ms is { } bound)
            {
                parts.Add($"{name} ≤ {Figures.Short(bound)} ms");
            }
        }
    }
}
