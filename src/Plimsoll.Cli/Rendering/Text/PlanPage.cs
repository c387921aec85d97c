using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>The plan as the console shows it: the answer first, then the curve, then the ranked configurations and what was left out.</summary>
internal sealed class PlanPage(PlanReport report, TextWriter output, bool colour)
{
    private const int Width = 80;
    private static readonly string Rule = "  " + new string('-', Width - 4);

    /// <summary>Writes the whole page.</summary>
    public void Write()
    {
        output.WriteLine(new string('*', Width));
        output.WriteLine($"*{"Plimsoll Final Results".PadLeft(50).PadRight(Width - 2)}*");
        output.WriteLine(new string('*', Width));
        WriteQuestion();
        if (Best() is { } best)
        {
            WriteBest(best);
        }

        WriteCurve();
        WriteLegend();
        WriteMode("agg", report.Agg);
        WriteMode("disagg", report.Disagg);
        WriteFindings();
        output.WriteLine(new string('*', Width));
    }

    private void WriteQuestion()
    {
        var request = report.Request;
        Heading("Input Configuration & SLA Target:");
        output.WriteLine($"    Model: {report.Model.Id} (is_moe: {report.Model.IsMoe})");
        output.WriteLine($"    Number formats: gemm {report.Model.GemmQuant}{(report.Model.MoeQuant is { } moe ? $", moe {moe}" : "")}, kv cache {report.Model.KvCacheQuant}, attention {report.Model.FmhaQuant}");
        output.WriteLine($"    System: {request.System}{(request.DecodeSystem is { } decode ? $" (prefill), {decode} (decode)" : "")}");
        output.WriteLine($"    Total GPUs: {request.TotalGpus}");
        output.WriteLine($"    Workload: isl {request.Isl}, osl {request.Osl}, prefix {request.Prefix}{Arrivals(request)}");
        output.WriteLine($"    Targets: {Targets(request)}");
        output.WriteLine("    Backends:");
        foreach (var backend in report.Backends)
        {
            output.WriteLine($"      - {Compare(backend)}");
        }

        output.WriteLine(Bold(report.Chosen is { } chosen && Best() is { } best
            ? $"    Best Experiment Chosen: {Words.Of(chosen)} at {Figures.Fixed(best.RankedBy)} tokens/s/gpu{Speedup(chosen)}"
            : "    Best Experiment Chosen: none, no configuration meets the targets"));
        if (!report.TargetsMet && NearestMissTable.Nearest(report) is { } miss)
        {
            output.WriteLine($"    Nearest Miss: {NearestMissTable.Describe(miss)}");
        }
    }

    private void WriteBest(PlannedConfiguration best)
    {
        Heading("Overall Best Configuration:");
        var shown = Shown.Of(best);
        output.WriteLine($"    - Best Throughput: {Figures.Grouped(shown.TokensPerSPerGpu * report.Request.TotalGpus)} tokens/s");
        output.WriteLine($"    - Per-GPU Throughput: {Figures.Fixed(shown.TokensPerSPerGpu)} tokens/s/gpu");
        output.WriteLine($"    - Per-User Throughput: {Cells.PerUser(best)} tokens/s/user");
        output.WriteLine($"    - Request Rate: {Figures.Fixed(shown.RequestsPerS)} req/s");
        output.WriteLine($"    - TTFT: {Figures.Fixed(shown.TtftMs)}ms{Spread(best.Verified?.TtftMs, best.Verified?.TtftInterval)}");
        output.WriteLine($"    - TPOT: {(shown.TpotMs is { } tpot ? $"{Figures.Fixed(tpot)}ms{Spread(best.Verified?.TpotMs, best.Verified?.TpotInterval)}" : "-")}");
        output.WriteLine($"    - Request Latency: {Figures.Fixed(shown.RequestLatencyMs)}ms{Spread(best.Verified?.RequestLatencyMs)}");
        if (best.Verified is { } run)
        {
            WriteRun(run);
        }
    }

    private void WriteRun(VerifiedRun run)
    {
        output.WriteLine($"    - Simulated: {run.Protocol}, {Figures.Grouped(run.Requests)} requests to each replica; {Figures.Percent(run.GoodShare)} keep every target themselves");
        if (run.HighestLoad is { } highest)
        {
            output.WriteLine($"    - Highest Load Within The Targets: {Words.Spaced(highest.Unit)} {Figures.Short(Math.Round(highest.Load, 2))}, {Figures.Fixed(highest.TokensPerSPerGpu)} tokens/s/gpu");
        }

        if (report.Binding is { } binding)
        {
            output.WriteLine($"    - What Binds: {Words.Spaced(binding.Binds)}{string.Concat(binding.Gains.Where(gain => gain.Gain > 0).Select(gain => $"; 10 % more {Words.Spaced(gain.Of)} gives {Figures.Percent(gain.Gain)} more tokens/s"))}");
        }
    }

    private void WriteCurve()
    {
        var chart = new AsciiChart("tokens/s/gpu (of the cluster)", "tokens/s/user");
        AddCurve(chart, "agg", 'a', report.Agg);
        AddCurve(chart, "disagg", 'd', report.Disagg);
        if (Best() is { TokensPerSPerUser: { } perUser } best)
        {
            chart.Add(new ChartSeries("best", 'X', [(perUser, best.TokensPerSPerGpu)]));
        }

        if (!chart.IsEmpty)
        {
            Heading("Pareto Frontier:");
            chart.Write(output);
        }
    }

    private static void AddCurve(AsciiChart chart, string label, char mark, ModePlan? plan)
    {
        var points = (plan?.Pareto ?? []).Where(p => p.TokensPerSPerUser is not null).Select(p => (p.TokensPerSPerUser!.Value, p.TokensPerSPerGpu));
        chart.Add(new ChartSeries(label, mark, [.. points]));
    }

    private void WriteLegend()
    {
        Heading("Deployment Details:");
        output.WriteLine("    (p) prefill, (d) decode, bs batch size; a replica is the smallest unit that is copied: one agg worker, or the xPyD workers of disagg");
        output.WriteLine("    total gpus used = replicas * gpus/replica");
        output.WriteLine("    gpus/replica = (p)workers * (p)gpus/worker + (d)workers * (d)gpus/worker; agg: gpus/replica = gpus/worker");
        output.WriteLine("    gpus/worker = tp * pp for dense models; tp * pp * dp = etp * ep * pp for mixtures of experts");
        output.WriteLine("    tokens/s/gpu counts every GPU of the cluster, idle ones too; source: the least certain kernel times that matter, with their one-sigma uncertainty");
    }

    private void WriteMode(string name, ModePlan? plan)
    {
        if (plan is null)
        {
            return;
        }

        output.WriteLine();
        if (plan.Ranked.Count > 0)
        {
            output.WriteLine(Bold($"{name} Top Configurations: (Sorted by tokens/s/gpu)"));
            ConfigurationTable.Write(plan.Ranked, report, output);
            if (plan.Ranked.Any(row => row is { NearTie: true, Rank: > 1 }))
            {
                output.WriteLine("~ a near-tie: within 2 % of rank 1, not distinguishable from it");
            }
        }
        else if (plan.NearestMisses.Count > 0)
        {
            output.WriteLine(Bold($"{name}: no configuration meets the targets. Nearest misses: (Sorted by worst excess over a target)"));
            NearestMissTable.Write(plan.NearestMisses, report, output);
        }
        else
        {
            output.WriteLine(Bold($"{name}: no configuration."));
        }

        output.WriteLine($"{name}: {Figures.Grouped(plan.Candidates)} candidates, {Figures.Grouped(plan.Kept)} meet the targets.{(plan.Rejected.Count > 0 ? " Rejected:" : "")}");
        foreach (var rejection in plan.Rejected)
        {
            output.WriteLine($"  {Figures.Grouped(rejection.Count),9}  {Words.Spaced(rejection.Reason)}, e.g. {rejection.Example}");
        }
    }

    private void WriteFindings()
    {
        if (report.Conclusions.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(Bold("Findings:"));
            foreach (var conclusion in report.Conclusions)
            {
                output.WriteLine($"  - {conclusion.Text} {conclusion.Reason}");
            }
        }

        if (report.Notes.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(Bold("Notes:"));
            foreach (var note in report.Notes)
            {
                output.WriteLine($"  - {note}");
            }
        }
    }

    private PlannedConfiguration? Best() => (report.Chosen == ServingMode.Disagg ? report.Disagg : report.Agg)?.Ranked is [var best, ..] ? best : null;

    private static string Spread(LatencyFigures? figures, PredictionInterval? interval = null)
    {
        var expected = interval is { } mean ? $"; 80 % interval of the mean {Figures.Fixed(mean.Low)} to {Figures.Fixed(mean.High)}" : "";
        return figures is null ? "" : $" (p50 {Figures.Fixed(figures.P50)}, p99 {Figures.Fixed(figures.P99)}{expected})";
    }

    private string Speedup(ServingMode chosen) => report.Speedup is { } factor
        ? $" ({Words.Of(chosen)} {Figures.Fixed(factor)}x better than {Words.Of(chosen == ServingMode.Agg ? ServingMode.Disagg : ServingMode.Agg)})"
        : "";

    private static string Compare(BackendComparison backend) => backend is { TokensPerSPerGpu: { } rate, Best: { } mode }
        ? $"{backend.Backend} {backend.Version}: {Figures.Fixed(rate)} tokens/s/gpu ({Words.Of(mode)} {backend.Parallel})"
        : $"{backend.Backend} {backend.Version}: none meets the targets";

    private static string Arrivals(PlanRequest request) =>
        (request.Lengths is { } lengths ? $" (means of {lengths})" : "")
        + (request.Trace is { } trace ? $" (means of the trace {trace})" : "")
        + (request.LengthRange < 1 ? $", lengths {Figures.Percent(request.LengthRange)} to 100 %" : "")
        + (request.RequestRate is { } rate ? $", {Figures.Short(rate)} requests/s" : "");

    private static string Targets(PlanRequest request)
    {
        var of = request.SloPercentile is { } percentile ? $" p{percentile}" : "";
        (string Name, double? Ms)[] targets =
        [
            ("TTFT" + of, request.TtftMs), ("TPOT" + of, request.TpotMs), ("request latency" + of, request.RequestLatencyMs),
            ("TTFT p99", request.TtftP99Ms), ("TPOT p99", request.TpotP99Ms), ("request latency p99", request.RequestLatencyP99Ms),
        ];
        return string.Join(", ", targets.Where(t => t.Ms is not null).Select(t => $"{t.Name} <= {Figures.Short(t.Ms!.Value)} ms"));
    }

    private void Heading(string text)
    {
        output.WriteLine(Rule);
        output.WriteLine(Bold("  " + text));
    }

    private string Bold(string text) => colour ? $"\e[1m{text}\e[0m" : text;
}
