using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// Load curve of an engine that runs waiting prompts in steps of their own, before any decoding.
/// </summary>
/// <remarks>
/// While n rows decode for D steps each, x = n/D requests end with each decode step and their successors' prompts stand before a later one:
/// decoding stands still for the steps of x prompts between two decode steps. Prompts wait little, then; the time per token
/// grows instead. No request ends while prompts are computed, so a prompt waits for those of the decode step before it (x of them) and shares
/// its turn with those of its own (another x), nothing more.
/// </remarks>
internal sealed class PrefillFirstCurve : DecodingCurve
{
    private readonly PromptPricer _pricer;
    private readonly int _decodeSteps;
    private readonly double _capacity;
    private readonly double _fullMs;
    private readonly int _chunks = 1;

    public PrefillFirstCurve(PromptPricer pricer, RequestShape request, int budget, int sequences)
        : base(sequences)
    {
        _pricer = pricer;
        _decodeSteps = request.DecodeSteps;
        _capacity = (double)budget / request.NewPromptTokens;
        if (_capacity >= 1)
        {
            _fullMs = pricer.UpTo(_capacity, 0);
        }
        else
        {
            _capacity = 1;
            _fullMs = pricer.ChunkSeries(budget, 0, out _chunks);
        }
    }

    public override double PromptCapacityPerMs => _capacity / _fullMs;

    protected override LoadNode Price(int wholeRows, double offeredRows)
    {
        var prompts = offeredRows / _decodeSteps;
        var decodeMs = _pricer.Decode(wholeRows + 1);
        var turnMs = TurnMs(prompts);
        var cycleMs = decodeMs + turnMs;
        var ownMs = _chunks > 1 ? _fullMs : _pricer.Prompts(1 + prompts, _capacity, 0);

        // A turn longer than one step: the own prompt stands half-way on average, as much comes before as after it.
        var halfRestMs = Math.Max(0, 1 + prompts - _capacity) / _capacity * _fullMs / 2;
        var residual = decodeMs / 2;
        var backlog = turnMs + halfRestMs;

        // Between D decode steps there are D − 1 turns, and what is left of the own one before the first.
        var tpot = decodeMs + ((((_decodeSteps - 1) * turnMs) + halfRestMs) / _decodeSteps);

        // D + 1 turns of others' prompts pass in a life, and what comes while the request is on its path.
        var excluded = residual + backlog + ownMs + (_decodeSteps * tpot) - ((_decodeSteps + 1) * cycleMs);
        return new LoadNode(
            prompts / cycleMs, tpot, decodeMs, ownMs, _chunks, residual, backlog, PromptLoad: 0, PromptsTogether: 1, QueueShare: 0, excluded);
    }

    /// <summary>The steps of so many prompts: 0 or 1 below one (whichever comes), full steps and a rest above.</summary>
    private double TurnMs(double prompts) =>
        _chunks > 1 || prompts >= _capacity ? prompts / _capacity * _fullMs
        : prompts <= 1 ? prompts * _pricer.UpTo(1, 0)
        : _pricer.Prompts(prompts, _capacity, 0);
}
