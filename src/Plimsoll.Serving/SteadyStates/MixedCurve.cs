using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// Load curve of an engine that decodes every row in every step and fills the rest of the token budget with prompts.
/// </summary>
/// <remarks>
/// While n rows decode for D steps each, a step carries x = n/D prompts of N new tokens on average. Up to x·N = budget − n all is served;
/// beyond, the token budget is the bottleneck. A request that decodes sees the steps of the others: 1 + n rows and x prompts.
/// </remarks>
internal sealed class MixedCurve : DecodingCurve
{
    private readonly PromptPricer _pricer;
    private readonly int _budget;
    private readonly int _decodeSteps;
    private readonly double _pathMs;
    private readonly bool _promptBound;

    public MixedCurve(PromptPricer pricer, RequestShape request, int budget, int sequences, double pathMs)
        : base(Math.Min(sequences, SaturatedRows(request, budget)))
    {
        _pricer = pricer;
        _budget = budget;
        _decodeSteps = request.DecodeSteps;
        _pathMs = pathMs;
        _promptBound = LastRows < sequences;
    }

    public override double PromptCapacityPerMs => _promptBound ? this[Last].OthersPerMs : double.PositiveInfinity;

    protected override LoadNode Price(int wholeRows, double offeredRows)
    {
        var prompts = offeredRows / _decodeSteps;
        var budget = Math.Max(1, _budget - wholeRows - 1);
        var capacity = (double)budget / _pricer.NewTokens;
        var decodeMs = _pricer.Decode(wholeRows + 1);
        var mix = capacity >= 1
            ? WholePrompts(prompts, capacity, wholeRows + 1, decodeMs)
            : ChunkedPrompts(prompts, capacity, budget, wholeRows + 1, decodeMs);
        var tpot = mix.MeanMs;
        var own = Own(prompts, Math.Max(1, _budget - wholeRows), wholeRows, out var steps);
        return new LoadNode(
            prompts / tpot,
            tpot,
            decodeMs,
            own,
            steps,
            mix.ResidualMs(_pathMs),
            BacklogMs: 0,
            PromptLoad: _promptBound && offeredRows >= LastRows ? 1 : Math.Min(1, prompts / capacity),
            PromptsTogether: Math.Max(1, capacity),
            QueueShare: 1,
            ExcludedMs: own - (Math.Clamp(capacity - 1, 0, 1) * Math.Min(own, tpot)));
    }

    /// <summary>The rows at which prompts fill the whole budget: x·N + 1 + x·D = budget.</summary>
    private static double SaturatedRows(RequestShape request, int budget) =>
        Math.Max(0, budget - 1.0) / (request.NewPromptTokens + request.DecodeSteps) * request.DecodeSteps;

    /// <summary>
    /// Several prompts fit a step: their number has mean and variance x (they come at random), taken as two values, 0 and 1 + x below one
    /// prompt per step, x ± √x above; no more than the capacity.
    /// </summary>
    private StepMix WholePrompts(double prompts, double capacity, int rows, double decodeMs)
    {
        var low = prompts < 1 ? 0 : prompts - Math.Sqrt(prompts);
        var high = Math.Min(capacity, prompts < 1 ? 1 + prompts : prompts + Math.Sqrt(prompts));
        var share = high > low ? Math.Min(1, (prompts - low) / (high - low)) : 1;
        return new StepMix(
            low == 0 ? decodeMs : _pricer.Prompts(low, capacity, rows), share > 0 ? _pricer.Prompts(high, capacity, rows) : decodeMs, share);
    }

    /// <summary>A prompt takes several steps: up to one prompt at a time each has its own; then the last chunk shares its step with the next prompt.</summary>
    private StepMix ChunkedPrompts(double prompts, double capacity, int budget, int rows, double decodeMs)
    {
        var chunkMs = _pricer.ChunkSeries(budget, rows, out var chunks) / chunks;
        var alone = 1.0 / chunks;
        return prompts <= alone || capacity <= alone
            ? new StepMix(decodeMs, chunkMs, Math.Min(1, prompts * chunks))
            : new StepMix(chunkMs, Math.Max(chunkMs, _pricer.FullChunk(budget, rows)), Math.Min(1, (prompts - alone) / (capacity - alone)));
    }

    /// <summary>The steps of the own prompt: with the prompts that came for the same step, or chunk by chunk.</summary>
    private double Own(double otherPrompts, int budget, int rows, out double steps)
    {
        var capacity = (double)budget / _pricer.NewTokens;
        if (capacity >= 1)
        {
            steps = 1;
            return _pricer.Prompts(1 + otherPrompts, capacity, rows);
        }

        var ms = _pricer.ChunkSeries(budget, rows, out var count);
        steps = count;
        return ms;
    }
}
