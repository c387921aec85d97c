using Plimsoll.Model.Backends;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Speculation;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Serving.Paths;

namespace Plimsoll.Serving.Engines;

/// <summary>A worker that drafts and verifies, priced per token that a sequence is given.</summary>
/// <remarks>
/// <para>A step of an engine that speculates gives each sequence g tokens in the mean. Whatever schedules here counts in steps that give one, so
/// decoding costs 1/g of a real step and the prompt work of a step all of it: t(prompts, rows) − t(rows)·(1 − 1/g). Throughput and mean times
/// follow; that tokens arrive in bursts does not, for which <see cref="Speculation"/> and <see cref="RealStepMs"/> are there.</para>
/// <para>A real step verifies drafts + 1 positions of each row in one pass and runs the draft layer once for each draft; prompts pass the draft
/// layer too, which fills its cache.</para>
/// </remarks>
/// <param name="target">The model; its decode attention takes several positions of a row at once.</param>
/// <param name="draft">Prices the draft layer with its vocabulary projection.</param>
/// <param name="speculation">How much is drafted and accepted.</param>
public sealed class SpeculativeEngine(IServingEngine target, IStepPricer draft, SpeculativeDecoding speculation) : IServingEngine
{
    /// <inheritdoc />
    public SpeculativeDecoding Speculation => speculation;

    /// <inheritdoc />
    public ParallelLayout Layout => target.Layout;

    /// <inheritdoc />
    public EngineVersion Version => target.Version;

    /// <inheritdoc />
    public GpuSystem System => target.System;

    /// <inheritdoc />
    public double RequestPathMs => target.RequestPathMs;

    /// <inheritdoc />
    public RequestPath Path => target.Path;

    /// <inheritdoc />
    public double KvBytesPerToken => target.KvBytesPerToken;

    /// <inheritdoc />
    public double PathMs(int promptTokens) => target.PathMs(promptTokens);

    /// <inheritdoc />
    public MemoryLedger Memory(EngineLimits limits) => target.Memory(limits);

    /// <summary>Milliseconds of a real step: drafting, and verifying all positions of each row.</summary>
    public double RealStepMs(in BatchShape shape)
    {
        var drafting = shape.DecodeRows > 0 ? speculation.Drafts * draft.StepMs(Rows(shape)) : 0;
        var filling = shape.Prefill.IsEmpty ? 0 : draft.StepMs(new BatchShape(shape.Prefill, 0, 0));
        return target.StepMs(Verified(shape)) + drafting + filling;
    }

    /// <inheritdoc />
    public double StepMs(in BatchShape shape) => shape.DecodeRows == 0 || shape.Prefill.IsEmpty
        ? RealStepMs(shape) / (shape.DecodeRows == 0 ? 1 : speculation.TokensPerStep)
        : RealStepMs(shape) - (RealStepMs(Rows(shape)) * (1 - (1 / speculation.TokensPerStep)));

    /// <inheritdoc />
    public StepTimes Times(in BatchShape shape)
    {
        var real = RealStepMs(shape);
        if (real <= 0)
        {
            return default;
        }

        // What the draft layer adds runs on the GPU; the host prepares and launches a real step.
        var (times, verifying) = (target.Times(Verified(shape)), target.StepMs(Verified(shape)));
        var share = StepMs(shape) / real;
        return new StepTimes((times.GpuMs + real - verifying) * share, times.PrepareMs * share, times.LaunchMs * share);
    }

    /// <inheritdoc />
    public StepCost Explain(in BatchShape shape)
    {
        var real = RealStepMs(shape);
        if (real <= 0)
        {
            return new StepCost([]);
        }

        var share = StepMs(shape) / real;
        var parts = target.Explain(Verified(shape)).Parts.Select(part => part with { Ms = part.Ms * share }).ToList();
        Add(parts, "drafting", OperatorRole.DecodeAttention, shape.DecodeRows > 0 ? draft.Explain(Rows(shape)) : null, speculation.Drafts, share);
        Add(parts, "draft_prefill", OperatorRole.PrefillAttention, shape.Prefill.IsEmpty ? null : draft.Explain(new BatchShape(shape.Prefill, 0, 0)), 1, share);
        return new StepCost(parts);
    }

    private void Add(List<StepPart> parts, string name, OperatorRole role, StepCost? cost, int times, double share)
    {
        if (cost is { Ms: > 0 })
        {
            var note = FormattableString.Invariant(
                $"a layer like the model's last; all times are per token that a sequence is given, {speculation.TokensPerStep:0.00} a step");
            parts.Add(new StepPart(name, role, cost.Ms * times * share, times, cost.Provenance, cost.RelativeUncertainty, note));
        }
    }

    private static BatchShape Rows(in BatchShape shape) => new(default, shape.DecodeRows, shape.DecodeKvTokens);

    private BatchShape Verified(in BatchShape shape) => new(
        shape.Prefill, shape.DecodeRows * speculation.PositionsPerRow, shape.DecodeKvTokens * speculation.PositionsPerRow);
}
