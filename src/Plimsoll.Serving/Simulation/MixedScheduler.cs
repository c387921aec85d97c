using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// One token budget for everything: all rows decode, then prompts that were begun go on, then the queue is admitted first come first served
/// (vLLM; TensorRT-LLM's in-flight batching).
/// </summary>
internal sealed class MixedScheduler(WorkerGroup group, int worker, int lanes, SequenceTable sequences, SimulationObserver[] observers)
    : RankScheduler(group, worker, lanes, sequences, observers)
{
    private readonly int _seats = Math.Min(group.Limits.MaxSequences, group.Limits.MaxBatchedTokens);

    /// <inheritdoc />
    public override string? Refusal(in ClientRequest request) =>
        !Policy.ChunkedPrefill && request.Isl > Limits.MaxBatchedTokens
            ? $"its prompt of {request.Isl:N0} tokens exceeds the step budget of {Limits.MaxBatchedTokens:N0}, and chunked prefill is off"
            : base.Refusal(request);

    /// <inheritdoc />
    public override void PlanStep(int lane, double knownMs, double startMs)
    {
        var side = Lanes[lane];
        var plan = side.Plan;
        plan.Clear();
        var evicted = GrowRows(side.Batch, startMs);
        plan.Decode(side.Batch);
        var budget = Limits.MaxBatchedTokens - plan.DecodeRows;
        if (Prefilling.Count > 0)
        {
            budget -= Continue(lane, plan, budget);
        }

        if (!evicted && budget > 0)
        {
            budget -= StartLanded(lane, plan, Math.Min(budget, _seats - Running), knownMs, startMs);
        }

        if (!evicted && Waiting.Count > 0)
        {
            Admit(lane, plan, budget, knownMs, startMs);
        }
    }

    // The blocks that rows open with their next token; when there are too few, the youngest sequences give theirs back and queue first again.
    private bool GrowRows(DecodeBatch batch, double nowMs)
    {
        if (Policy.KvAdmission == KvAdmission.WholeSequence || Kv.TryTake(batch.EnteringBlocks))
        {
            return false;
        }

        do
        {
            var youngest = Youngest;
            Preempt(youngest, nowMs);
            Waiting.AddFirst(youngest);
        }
        while (!Kv.TryTake(batch.EnteringBlocks));
        return true;
    }

    private int Continue(int lane, StepPlan plan, int budget)
    {
        var kept = 0;
        for (var i = 0; i < Prefilling.Count; i++)
        {
            var slot = Prefilling[i];
            ref var sequence = ref Sequences[slot];
            var tokens = Math.Min(Piece(sequence.Target - sequence.Computed), budget - plan.PrefillTokens);
            if (tokens > 0)
            {
                sequence.Lane = lane;
                PlanPrompt(plan, slot, tokens);
            }

            if (sequence.Computed < sequence.Target)
            {
                Prefilling[kept++] = slot;
            }
        }

        Prefilling.Truncate(kept);
        return plan.PrefillTokens;
    }

    private void Admit(int lane, StepPlan plan, int budget, double knownMs, double startMs)
    {
        while (Waiting.Count > 0 && budget > 0 && Running < _seats)
        {
            var slot = Waiting[0];
            ref var sequence = ref Sequences[slot];
            if (sequence.QueuedMs <= knownMs && MustFetch(sequence))
            {
                if (!TryFetch(plan, slot, startMs))
                {
                    return;
                }

                Waiting.RemoveFirst();
                continue;
            }

            if (sequence.QueuedMs > knownMs
                || (!Policy.ChunkedPrefill && sequence.Target - CachedTokens(sequence) > budget)
                || !TryStart(slot, lane, startMs))
            {
                return;
            }

            Waiting.RemoveFirst();
            var tokens = Math.Min(Piece(sequence.Target - sequence.Computed), budget);
            budget -= tokens;
            PlanPrompt(plan, slot, tokens);
            if (sequence.Computed < sequence.Target)
            {
                Prefilling.AddLast(slot);
            }
        }
    }

    private int Piece(int tokens) =>
        Policy.LongPrefillTokenThreshold > 0 ? Math.Min(tokens, Policy.LongPrefillTokenThreshold) : tokens;
}
