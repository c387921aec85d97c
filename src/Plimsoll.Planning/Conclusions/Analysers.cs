using Plimsoll.Model.KernelTimes;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Planning.Conclusions;

/// <summary>Reads a finished report and says what its reader should notice. Independent of how the report is shown.</summary>
public static class Analysers
{
    private const double ThinMargin = 0.05;
    private const double HighUtilization = 0.9;

    /// <summary>All findings, in a fixed order.</summary>
    public static IReadOnlyList<Conclusion> All(PlanReport report)
    {
        var findings = new List<Conclusion>();
        Unreachable(report, findings);
        foreach (var plan in new[] { report.Agg, report.Disagg })
        {
            if (plan is { Ranked: [var best, ..] })
            {
                Bound(best, findings);
                Disagreements(best, findings);
                PromptCapacity(best, findings);
                MemoryMargin(best, findings);
                Evidence(best, findings);
                IdleGpus(best, report.Request.TotalGpus, findings);
            }
        }

        NearTies(report, findings);
        return findings;
    }

    private static void Unreachable(PlanReport report, List<Conclusion> findings)
    {
        foreach (var (mode, plan) in new[] { ("aggregated", report.Agg), ("disaggregated", report.Disagg) })
        {
            if (plan is not { Kept: 0 })
            {
                continue;
            }

            var nearest = plan.NearestMisses.Count > 0 ? plan.NearestMisses[0] : null;
            findings.Add(new Conclusion(
                "targets_unreachable",
                $"No {mode} configuration keeps the targets.",
                nearest is null
                    ? $"None of {plan.Candidates} candidates could be priced and held in memory."
                    : "The nearest, " + nearest.Configuration.Parallel + ", needs "
                        + string.Join(" and ", nearest.Relax.Select(r => $"{r.Target} {r.NeededMs:0.#} instead of {r.BoundMs:0.#}")) + "."));
        }
    }

    private static void Bound(PlannedConfiguration best, List<Conclusion> findings)
    {
        var (text, reason) = best.Parts?.Bound switch
        {
            "kv_cache" => ("is limited by its KV cache", "More requests than the KV cache holds would only wait; a wider layout or an 8-bit KV cache holds more."),
            "max_sequences" => ("runs as many sequences as its engine's setting allows", "A larger max_sequences would serve more."),
            "token_budget" => ("is limited by the token budget of its steps", "Prompts and decode rows fill every step at the highest load; a larger max_batched_tokens would trade TPOT for throughput."),
            "prefill" => ("is limited by computing prompts", "Its prefill workers are nearly always busy: more load would make prompts wait."),
            "kv_link" => ("is limited by the link between its pools", "KV caches cannot move faster than " + best.Parts.KvLink + "."),
            _ => (null, ""),
        };
        if (text is not null)
        {
            findings.Add(new Conclusion(best.Parts!.Bound + "_bound", $"{Name(best)} {text}.", reason));
        }
    }

    private static void Disagreements(PlannedConfiguration best, List<Conclusion> findings)
    {
        if (best.Verified is not { Disagreements: [_, ..] all } run)
        {
            return;
        }

        findings.Add(new Conclusion(
            "simulation_disagrees",
            $"{Name(best)}: steady state and simulation differ by more than 15 %.",
            string.Join(", ", all.Select(one => $"{one.Figure} {one.SteadyState:0.#} in steady state, {one.Simulated:0.#} simulated"))
                + $"; a run of {run.Protocol} includes its start and its end, the steady state neither."));
    }

    private static void PromptCapacity(PlannedConfiguration best, List<Conclusion> findings)
    {
        var worker = best.Prefill ?? best.Worker;
        if (worker is { Utilization: >= HighUtilization })
        {
            findings.Add(new Conclusion(
                "little_headroom",
                $"{Name(best)} runs close to its highest request rate.",
                $"It uses {worker.Utilization:P0} of what its {(best.Prefill is null ? "workers" : "prefill workers")} can take: a little more load makes the TTFT grow without bound."));
        }
    }

    private static void MemoryMargin(PlannedConfiguration best, List<Conclusion> findings)
    {
        foreach (var worker in new[] { best.Worker, best.Prefill, best.Decode })
        {
            if (worker is null)
            {
                continue;
            }

            var margin = (worker.Memory.BudgetGib - worker.MemoryGib) / worker.Memory.DeviceGib;
            if (margin < ThinMargin)
            {
                findings.Add(new Conclusion(
                    "thin_memory_margin",
                    $"{Name(best)}: {worker.Parallel} uses nearly all memory that its engine may use.",
                    $"{worker.MemoryGib:0.0} of {worker.Memory.BudgetGib:0.0} GiB at this load, a margin of {margin:P1} of the device."));
            }
        }
    }

    private static void Evidence(PlannedConfiguration best, List<Conclusion> findings)
    {
        if (best.Provenance >= Provenance.Extrapolated)
        {
            findings.Add(new Conclusion(
                "weak_evidence",
                $"{Name(best)} rests on kernel times that were not measured near its shapes.",
                $"The least certain part that matters is {best.Provenance.ToString()!.ToLowerInvariant()}; the step times are uncertain by about ±{best.Uncertainty:P0}."));
        }
    }

    private static void IdleGpus(PlannedConfiguration best, int totalGpus, List<Conclusion> findings)
    {
        if (best.GpusUsed < totalGpus)
        {
            findings.Add(new Conclusion(
                "idle_gpus",
                $"{Name(best)} leaves {totalGpus - best.GpusUsed} of {totalGpus} GPUs idle.",
                $"{best.Replicas} replicas of {best.GpusPerReplica} GPUs use {best.GpusUsed}; the throughput per GPU counts all {totalGpus}."));
        }
    }

    private static void NearTies(PlanReport report, List<Conclusion> findings)
    {
        if (report.Speedup is < 1.02)
        {
            findings.Add(new Conclusion(
                "modes_tie",
                "Aggregated and disaggregated serving are not distinguishable here.",
                $"Their best throughputs differ by {report.Speedup - 1:P1}; aggregated serving is simpler to run."));
        }
    }

    private static string Name(PlannedConfiguration row) =>
        $"The best {(row.Mode == ServingMode.Agg ? "aggregated" : "disaggregated")} configuration ({row.Backend} {row.Parallel})";
}
