using Plimsoll.Model.Steps;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Engines;

namespace Plimsoll.Cli.Explanations;

/// <summary>Prices the steps that a planned configuration runs at its load, and keeps the parts.</summary>
/// <param name="request">The question: prompt, prefix and answer lengths.</param>
internal sealed class Explainer(PlanRequest request)
{
    /// <summary>Explains aggregated workers: a pure decode step, a pure prefill step, and both together.</summary>
    public Explanation Aggregated(PlannedConfiguration row, IServingEngine engine)
    {
        var worker = row.Worker!;
        return new Explanation(row, [new ExplainedWorker("agg", worker, [Decode(engine, worker), Prefill(engine, worker, prompts: 1), Mixed(engine, worker)])]);
    }

    /// <summary>Explains disaggregated workers: the steps of each pool.</summary>
    public Explanation Disaggregated(PlannedConfiguration row, IServingEngine prefill, IServingEngine decode) => new(
        row,
        [
            new ExplainedWorker("prefill", row.Prefill!, [Prefill(prefill, row.Prefill!, row.Prefill!.BatchSize)]),
            new ExplainedWorker("decode", row.Decode!, [Decode(decode, row.Decode!)]),
        ]);

    // In the middle of its answer a sequence has this many tokens in the cache.
    private long MeanLength => request.Isl + (request.Osl / 2);

    private ExplainedStep Decode(IServingEngine engine, WorkerPlan worker) => Step(
        "decode",
        $"{worker.BatchSize} rows, each {MeanLength} tokens long",
        engine.Explain(BatchShape.Decode(worker.BatchSize, MeanLength)));

    private ExplainedStep Prefill(IServingEngine engine, WorkerPlan worker, int prompts)
    {
        var chunk = Chunk(worker, prompts);
        return Step("prefill", Describe(chunk), engine.Explain(BatchShape.PrefillOnly(chunk)));
    }

    private ExplainedStep Mixed(IServingEngine engine, WorkerPlan worker)
    {
        var rows = Math.Max(1, worker.BatchSize - 1);
        var chunk = Chunk(worker, prompts: 1);
        return Step(
            "mixed",
            $"{Describe(chunk)}, and {rows} rows, each {MeanLength} tokens long",
            engine.Explain(new BatchShape(new[] { chunk }, rows, rows * MeanLength)));
    }

    private PrefillChunk Chunk(WorkerPlan worker, int prompts)
    {
        var tokens = request.Isl - request.Prefix;
        var whole = (long)tokens * prompts <= worker.MaxBatchedTokens;
        return whole
            ? new PrefillChunk(tokens, request.Prefix, prompts)
            : new PrefillChunk(Math.Min(tokens, worker.MaxBatchedTokens), request.Prefix, 1, Completes: tokens <= worker.MaxBatchedTokens);
    }

    private static string Describe(PrefillChunk chunk) =>
        $"{chunk.Sequences} prompt{(chunk.Sequences == 1 ? "" : "s")} of {chunk.NewTokens} new and {chunk.CachedTokens} cached tokens{(chunk.Completes ? "" : " (a first chunk)")}";

    private static ExplainedStep Step(string name, string shape, StepCost cost)
    {
        var total = cost.Ms;
        var operators = cost.Parts.Select(part => new ExplainedOperator(
            part.Name, Words(part.Role), part.Ms, total > 0 ? part.Ms / total : 0, part.Launches, part.Provenance, part.RelativeUncertainty, part.Note));
        return new ExplainedStep(name, shape, total, cost.Provenance, cost.RelativeUncertainty, [.. operators]);
    }

    private static string Words(OperatorRole role) => role switch
    {
        OperatorRole.PerToken => "all tokens",
        OperatorRole.PrefillAttention => "prompts",
        OperatorRole.DecodeAttention => "decode rows",
        OperatorRole.PerSequenceOutput => "emitting rows",
        _ => "once per step",
    };
}
