namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// Load curve of a worker that only prefills: the prefill pool of disaggregated serving, or answers of one token.
/// </summary>
/// <remarks>
/// A queue with batches: prompts that arrive while a step runs share the next one, up to the budget. An idle worker starts at once, so the
/// wait is what remains of the step in progress when there is one, and the queue beyond it only when there is one.
/// </remarks>
internal sealed class PrefillOnlyCurve : LoadCurve
{
    private const int Intervals = 32;
    private const int BatchRounds = 8;
    private readonly PromptPricer _pricer;
    private readonly double _together;
    private readonly double _seriesMs;
    private readonly int _chunks;

    public PrefillOnlyCurve(PromptPricer pricer, int budget, int sequences)
        : base(Intervals + 1)
    {
        _pricer = pricer;
        var capacity = (double)budget / pricer.NewTokens;
        if (capacity < 1)
        {
            _together = 1;
            _seriesMs = pricer.ChunkSeries(budget, 0, out _chunks);

            // The last chunk shares its step with the next prompt; at full load no step has room left.
            PromptCapacityPerMs = 1 / Math.Min(_seriesMs, pricer.FullChunk(budget, 0) / capacity);
            return;
        }

        _together = Math.Min(capacity, sequences);
        _chunks = 1;
        _seriesMs = pricer.UpTo(1, 0);
        PromptCapacityPerMs = Math.Max(1 / _seriesMs, _together / pricer.UpTo(_together, 0));
    }

    public override double PromptCapacityPerMs { get; }

    protected override LoadNode Price(int position)
    {
        var load = (double)position / Intervals;
        var rate = load * PromptCapacityPerMs;
        var (batch, batchMs) = Batch(rate);
        var busy = Math.Min(1, rate * batchMs / batch);
        var ownMs = _seriesMs + (busy * (batchMs - _seriesMs));
        return new LoadNode(rate, 0, 0, ownMs, _chunks, busy * batchMs / 2, 0, load, _together, QueueShare: load, ExcludedMs: 0);
    }

    /// <summary>The prompts of a step that was preceded by another: one and those that came meanwhile.</summary>
    private (double Prompts, double Ms) Batch(double rate)
    {
        var (batch, ms) = (1.0, _seriesMs);
        for (var round = 0; round < BatchRounds && _together > 1; round++)
        {
            batch = Math.Min(_together, 1 + (rate * ms));
            ms = _pricer.Prompts(batch, _together, 0);
        }

        return (batch, ms);
    }
}
