using Plimsoll.Cli.Simulating;
using Plimsoll.Serving.Statistics;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>A simulated run as the console shows it.</summary>
internal static class SimulationPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(SimulationReport report, TextWriter output)
    {
        WriteSubject(report, output);
        output.WriteLine();
        WriteLatencies(report.Summary, output);
        output.WriteLine();
        WriteRates(report, output);
        WriteWorkers(report.Summary, output);
        WriteIntervals(report, output);
        output.WriteLine($"  Kernel times: {Words.Of(report.Provenance)}, +-{Figures.Percent(report.Uncertainty)}");
        if (report.Notes.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("Notes:");
            foreach (var note in report.Notes)
            {
                output.WriteLine($"  - {note}");
            }
        }
    }

    /// <summary>The workers in one line: <c>vllm 0.24.0, 2 x tp4pp1 on h200_sxm</c>.</summary>
    public static string Describe(SimulationReport report) =>
        $"{report.Backend} {report.BackendVersion}, {string.Join(" + ", report.Workers.Select(pool => $"{pool.Workers} x {pool.Parallel} on {pool.System}"))}";

    private static void WriteSubject(SimulationReport report, TextWriter output)
    {
        output.WriteLine($"{report.Model} on {report.Backend} {report.BackendVersion}, {Count(report.Gpus, "GPU")}");
        foreach (var pool in report.Workers)
        {
            output.WriteLine(
                $"  {Count(pool.Workers, $"{pool.Role} worker")} {pool.Parallel} on {pool.System}: at most {Figures.Grouped((long)pool.MaxBatchedTokens)} tokens a step, "
                + $"{Figures.Grouped((long)pool.MaxSequences)} sequences, {Figures.Grouped((long)pool.MaxSequenceTokens)} tokens long; "
                + $"KV cache of {Figures.Grouped(pool.KvTokens)} tokens (memory fraction {Figures.Short(pool.MemoryFraction)})");
        }

        if (report.KvLink is { } link)
        {
            output.WriteLine($"  KV link: {link}");
        }

        var load = report.Load;
        var lengths = load.Isl is null ? "" : $", isl {load.Isl}, osl {load.Osl}";
        var prefix = (load.Prefix > 0 ? $", {load.Prefix} of them cached" : "") + (load.SharedPrefix > 0 ? $", the first {load.SharedPrefix} shared" : "");
        var turns = load.Turns > 1 ? $", {load.Turns} turns with {Figures.Short(load.ThinkMs)} ms between" : "";
        output.WriteLine($"  Load: {load.Protocol}, {Count(load.Requests, "request")}{lengths}{prefix}{turns}, seed {load.Seed}");
    }

    private static void WriteLatencies(SimulationSummary summary, TextWriter output)
    {
        var table = new AsciiTable(["ms", "mean", "p50", "p90", "p99", "max"]);
        (string Name, DistributionSummary? Values)[] rows =
        [
            ("TTFT", summary.Ttft), ("ITL", summary.Itl), ("TPOT", summary.Tpot), ("request latency", summary.Latency), ("queue", summary.Queue),
        ];
        foreach (var (name, values) in rows)
        {
            table.Add(values is null
                ? [name, "-", "-", "-", "-", "-"]
                : [name, Figures.Fixed(values.Mean), Figures.Fixed(values.P50), Figures.Fixed(values.P90), Figures.Fixed(values.P99), Figures.Fixed(values.Maximum)]);
        }

        table.Write(output);
    }

    private static void WriteIntervals(SimulationReport report, TextWriter output)
    {
        var parts = new List<string>(2);
        foreach (var (name, interval) in new[] { ("TTFT", report.TtftInterval), ("TPOT", report.TpotInterval) })
        {
            if (interval is { } expected)
            {
                parts.Add($"{name} {Figures.Fixed(expected.Low)} to {Figures.Fixed(expected.High)} ms");
            }
        }

        if (parts.Count > 0)
        {
            output.WriteLine($"  80 % intervals of the means: {string.Join(", ", parts)}");
        }
    }

    private static void WriteRates(SimulationReport report, TextWriter output)
    {
        var summary = report.Summary;
        output.WriteLine(
            $"  Throughput: {Figures.Grouped(summary.OutputTokensPerS)} tokens/s, {Figures.Fixed(report.TokensPerSPerGpu)} tokens/s/gpu, "
            + $"{Figures.Fixed(summary.RequestsPerS)} requests/s over {Figures.Fixed(summary.DurationMs / 1000)} s");
        if (summary.GoodputPerS is { } good && report.Targets is { } targets)
        {
            output.WriteLine($"  Goodput: {Figures.Fixed(good)} requests/s, {Figures.Percent(report.GoodShare ?? 0)} of all ({Describe(targets)})");
        }
    }

    private static void WriteWorkers(SimulationSummary summary, TextWriter output)
    {
        output.WriteLine($"  Running: {Figures.Fixed(summary.MeanRunning)} requests, waiting: {Figures.Fixed(summary.MeanWaiting)} (means over time)");
        output.WriteLine($"  KV use: {Figures.Percent(summary.MeanKvUse)} mean, {Figures.Percent(summary.PeakKvUse)} peak; preemptions: {Figures.Grouped(summary.Preemptions)}; prefix hits: {Figures.Percent(summary.PrefixHitShare)} of prompt tokens");
        output.WriteLine($"  Utilization: {Figures.Percent(summary.Utilization)} of the time stepping, {Figures.Grouped(summary.Steps)} steps");
    }

    private static string Describe(LatencyTargetSet targets) => string.Join(", ", new[]
    {
        targets.TtftMs is { } ttft ? $"TTFT <= {Figures.Short(ttft)} ms" : null,
        targets.TpotMs is { } tpot ? $"TPOT <= {Figures.Short(tpot)} ms" : null,
        targets.LatencyMs is { } latency ? $"request latency <= {Figures.Short(latency)} ms" : null,
    }.Where(words => words is not null));

    private static string Count(long count, string what) => $"{Figures.Grouped(count)} {what}{(count == 1 ? "" : "s")}";
}
