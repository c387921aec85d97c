using Plimsoll.Serving.Policies;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// Prompts have steps of their own and go first; rows decode when no prompt can be admitted (SGLang). Admission keeps an estimated share of
/// the running answers' KV cache free; when memory runs out all the same, sequences with the shortest answers are retracted.
/// </summary>
internal sealed class PrefillFirstScheduler(WorkerGroup group, int worker, int lanes, SequenceTable sequences, SimulationObserver[] observers)
    : RankScheduler(group, worker, lanes, sequences, observers)
{
    private readonly NewTokenRatio _rule = group.Policy.NewTokenRatio;
    private double _ratio = group.Policy.NewTokenRatio.Start;
    private double _polledMs = double.NegativeInfinity;
    private int _sincePoll;

    /// <inheritdoc />
    public override void PlanStep(int lane, double knownMs, double startMs)
    {
        var side = Lanes[lane];
        var plan = side.Plan;
        plan.Clear();
        if (++_sincePoll >= Policy.ReceiveInterval || Running == 0)
        {
            (_polledMs, _sincePoll) = (knownMs, 0);
        }

        if (Prefilling.Count + Waiting.Count > 0)
        {
            PlanPrompts(lane, side, plan, startMs);
        }

        var prompts = !plan.IsEmpty;
        if (prompts && !Policy.MixedChunk)
        {
            return;
        }

        if (side.Batch.Rows > 0)
        {
            if (!GrowRows(side.Batch, startMs))
            {
                _ratio = Math.Max(_ratio - _rule.DecayPerStep, _rule.Minimum);
            }

            plan.Decode(side.Batch);
        }
        else if (!prompts && Running == 0)
        {
            _ratio = _rule.Start;
        }
    }

    private void PlanPrompts(int lane, RankLane side, StepPlan plan, double startMs)
    {
        var rows = Policy.MixedChunk ? side.Batch.Rows : 0;
        var chunk = Limits.MaxBatchedTokens - rows;
        var input = Policy.MaxPrefillTokens - rows;
        if (Prefilling.Count > 0 && chunk > 0)
        {
            var slot = Prefilling[0];
            ref var sequence = ref Sequences[slot];
            var tokens = Math.Min(sequence.Target - sequence.Computed, chunk);
            sequence.Lane = lane;
            PlanPrompt(plan, slot, tokens);
            (chunk, input) = (chunk - tokens, input - tokens);
            if (sequence.Computed == sequence.Target)
            {
                Prefilling.RemoveFirst();
            }
        }

        // One prompt is cut at a time.
        if (Prefilling.Count == 0 && Waiting.Count > 0)
        {
            Admit(lane, plan, chunk, input, startMs);
        }
    }

    private void Admit(int lane, StepPlan plan, int chunk, int input, double startMs)
    {
        var reserved = Reserved();
        while (Waiting.Count > 0 && chunk > 0 && input > 0 && Running < Limits.MaxSequences)
        {
            var slot = Waiting[0];
            ref var sequence = ref Sequences[slot];
            if (sequence.QueuedMs > _polledMs)
            {
                return;
            }

            var tokens = sequence.Target - CachedTokens(sequence);
            var answer = Math.Min(sequence.Request.Osl - sequence.Emitted, _rule.ExpectedTokensBound);
            var available = ((double)Kv.AvailableBlocks * Limits.KvBlockTokens) - reserved;
            if ((tokens + answer + Limits.KvBlockTokens >= available && Running > 0)
                || (tokens > input && !plan.IsEmpty)
                || !TryStart(slot, lane, startMs))
            {
                return;
            }

            Waiting.RemoveFirst();
            reserved += answer;
            tokens = Math.Min(sequence.Target - sequence.Computed, chunk);
            (chunk, input) = (chunk - tokens, input - tokens);
            PlanPrompt(plan, slot, tokens);
            if (sequence.Computed < sequence.Target)
            {
                Prefilling.AddLast(slot);
                return;
            }
        }
    }

    // Tokens that the running answers are expected to write.
    private double Reserved()
    {
        long remaining = 0;
        foreach (var side in Lanes)
        {
            remaining += side.Batch.RemainingTokens;
        }

        return remaining * _ratio;
    }

    // The blocks that rows open with their next token; when there are too few, the shortest answers give theirs back and queue again.
    private bool GrowRows(DecodeBatch batch, double nowMs)
    {
        if (Kv.TryTake(batch.EnteringBlocks))
        {
            return false;
        }

        do
        {
            var slot = ShortestAnswer();
            Preempt(slot, nowMs);
            Waiting.AddLast(slot);
        }
        while (!Kv.TryTake(batch.EnteringBlocks));
        _ratio = Math.Min(1, EstimatedRatio(batch));
        return true;
    }

    private int ShortestAnswer()
    {
        var chosen = Sequence.None;
        for (var slot = Youngest; slot != Sequence.None; slot = Sequences[slot].Before)
        {
            if (Sequences[slot].Phase == SequencePhase.Decoding
                && (chosen == Sequence.None || Precedes(Sequences[slot], Sequences[chosen])))
            {
                chosen = slot;
            }
        }

        return chosen;
    }

    private bool Precedes(in Sequence a, in Sequence b)
    {
        var (made, other) = (Made(a), Made(b));
        return made < other || (made == other && a.Request.Isl > b.Request.Isl);
    }

    private long Made(in Sequence sequence) => sequence.Emitted + Lanes[sequence.Lane].Batch.NextStep - sequence.JoinStep;

    // What the remaining answers have written of their lengths, with some steps ahead.
    private double EstimatedRatio(DecodeBatch batch)
    {
        long made = 0, whole = 0;
        for (var slot = Oldest; slot != Sequence.None; slot = Sequences[slot].After)
        {
            if (Sequences[slot].Phase == SequencePhase.Decoding)
            {
                made += Made(Sequences[slot]);
                whole += Sequences[slot].Request.Osl;
            }
        }

        return (made + ((long)_rule.RetractDecodeSteps * batch.Rows)) / (whole + 1.0);
    }
}
