using Plimsoll.Cli.Explanations;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Rendering.Text;

/// <summary>An explanation as the console shows it: latencies from their parts, steps from their operators, memory from its users.</summary>
internal static class ExplanationPage
{
    /// <summary>Writes the whole page.</summary>
    public static void Write(Explanation explanation, TextWriter output)
    {
        var row = explanation.Configuration;
        output.WriteLine($"{Words.Of(row.Mode)} {row.Parallel} on {row.Backend} {row.BackendVersion}: {row.Replicas} replica{(row.Replicas == 1 ? "" : "s")}, {row.GpusUsed} GPUs, {row.Concurrency} requests in flight");
        output.WriteLine($"{Figures.Fixed(row.TokensPerSPerGpu)} tokens/s/gpu, TTFT {Figures.Fixed(row.TtftMs)} ms, TPOT {Figures.Fixed(row.TpotMs)} ms, request latency {Figures.Fixed(row.RequestLatencyMs)} ms");
        if (row.Parts is { } parts)
        {
            WriteLatencies(row, parts, output);
        }

        foreach (var worker in explanation.Workers)
        {
            WriteWorker(worker, output);
        }
    }

    private static void WriteLatencies(PlannedConfiguration row, LatencyParts parts, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Time to first token:");
        WriteLine(output, parts.RequestPathMs, "the request's path outside the engine");
        WriteLine(output, parts.AdmissionMs, "waiting for a full worker to admit it");
        WriteLine(output, parts.StepResidualMs, "waiting for the step in progress");
        WriteLine(output, parts.PromptQueueMs, "waiting behind other prompts");
        WriteLine(output, parts.PrefillMs, $"computing {parts.NewPromptTokens} prompt tokens in {parts.PrefillSteps} step{(parts.PrefillSteps == 1 ? "" : "s")}");
        if (row.Mode == ServingMode.Disagg)
        {
            WriteLine(output, parts.KvTransferMs, $"moving its KV cache{(parts.KvLink is { } link ? $" ({link})" : "")}");
            WriteLine(output, parts.DecodeJoinMs, "waiting for the decode step in progress");
        }

        WriteLine(output, row.TtftMs, "TTFT");
        output.WriteLine("Time per output token:");
        WriteLine(output, parts.DecodeStepMs, $"a decode step with {Figures.Fixed(parts.DecodeRows)} rows per batch slot");
        WriteLine(output, parts.PrefillStallMs, "added by the prompts of other requests");
        WriteLine(output, row.TpotMs, "TPOT");
        output.WriteLine($"Bound by: {parts.Bound}");
    }

    private static void WriteWorker(ExplainedWorker worker, TextWriter output)
    {
        var plan = worker.Plan;
        output.WriteLine();
        output.WriteLine($"== {worker.Pool} worker {plan.Parallel} on {plan.System}: batch {plan.BatchSize}, at most {plan.MaxBatchedTokens} tokens a step and {plan.MaxSequences} sequences");
        foreach (var step in worker.Steps)
        {
            output.WriteLine();
            output.WriteLine($"{step.Name} step, {Figures.Fixed(step.Ms)} ms (+-{Figures.Percent(step.Uncertainty)}, {Words.Of(step.Provenance)}): {step.Shape}");
            WriteOperators(step, output);
        }

        WriteMemory(plan, output);
    }

    private static void WriteOperators(ExplainedStep step, TextWriter output)
    {
        var notes = step.Operators.Select(item => item.Note).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var table = new AsciiTable(["operator", "works on", "launches", "ms", "share", "source", "+-", "note"]);
        foreach (var item in step.Operators)
        {
            table.Add(
            [
                item.Name,
                item.Role,
                Figures.Whole(item.Launches),
                item.Ms.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture),
                Figures.Percent(item.Share),
                Words.Of(item.Provenance),
                Figures.Percent(item.Uncertainty),
                item.Note is null ? "" : $"[{notes.IndexOf(item.Note) + 1}]",
            ]);
        }

        table.Write(output);
        for (var i = 0; i < notes.Count; i++)
        {
            output.WriteLine($"[{i + 1}] {notes[i]}");
        }
    }

    private static void WriteMemory(WorkerPlan plan, TextWriter output)
    {
        var memory = plan.Memory;
        output.WriteLine();
        output.WriteLine($"Memory of one GPU (GiB): {Figures.Fixed(memory.DeviceGib)} on the device, {Figures.Fixed(memory.BudgetGib)} for the engine (fraction {Figures.Short(plan.MemoryFraction)})");
        WriteLine(output, memory.WeightsGib, "weights");
        WriteLine(output, memory.ActivationGib, "activations");
        WriteLine(output, memory.GraphGib, "CUDA graphs");
        WriteLine(output, memory.CommunicationGib, "communication buffers");
        WriteLine(output, memory.FrameworkGib, "framework");
        WriteLine(output, memory.KvGib, $"KV cache in use, of {Figures.Fixed(memory.KvCapacityGib)} that fit ({Figures.Grouped(memory.KvCapacityTokens)} tokens)");
        WriteLine(output, plan.MemoryGib, "in use");
    }

    private static void WriteLine(TextWriter output, double figure, string what) => output.WriteLine($"  {Figures.Fixed(figure),10}  {what}");
}
