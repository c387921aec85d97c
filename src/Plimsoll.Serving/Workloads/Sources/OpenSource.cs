using Plimsoll.Serving.Numerics;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>Requests that arrive by a law of their own; the further turns of conversations follow their answers.</summary>
internal sealed class OpenSource : IRequestSource
{
    private readonly DueTurns _due = new();
    private readonly RequestMaker _maker;
    private readonly ConversationPlan _conversation;
    private readonly OpenLoop? _load;
    private readonly ulong _seed;
    private double _nextArrivalMs;
    private long _arrivals;

    /// <summary>Arrivals at a rate, or all at once without one.</summary>
    public OpenSource(OpenLoop? load, long requests, RequestPlan plan)
    {
        (_load, _seed, _conversation) = (load, plan.Seed, plan.Conversation);
        _maker = new RequestMaker(plan, requests);
        _nextArrivalMs = load?.Arrivals == ArrivalLaw.Constant ? 0 : GapMs();
    }

    /// <inheritdoc/>
    public double NextSendMs => Math.Min(ArrivalMs, _due.FirstMs);

    /// <inheritdoc/>
    public bool IsExhausted => _due.Count == 0 && _maker.LeftToBegin == 0 && _maker.Conversations == 0;

    private double ArrivalMs => _maker.LeftToBegin > 0 ? _nextArrivalMs : double.PositiveInfinity;

    /// <inheritdoc/>
    public ClientRequest Send()
    {
        var dueMs = _due.FirstMs;
        if (dueMs <= ArrivalMs)
        {
            return _maker.Continue(_due.Take(), dueMs);
        }

        var nowMs = _nextArrivalMs;
        _nextArrivalMs += GapMs();
        return _maker.Begin(nowMs);
    }

    /// <inheritdoc/>
    public void Finished(in ClientRequest request, double nowMs)
    {
        if (_maker.GoesOn(request))
        {
            _due.Add(nowMs + _conversation.ThinkMs, request.Session);
        }
    }

    private double GapMs()
    {
        if (_load is null)
        {
            return 0;
        }

        var meanMs = 1000 * _conversation.Turns / _load.RequestsPerS;
        var random = new RandomSequence(_seed, RandomStream.Arrivals, _arrivals++);
        return _load.Arrivals switch
        {
            ArrivalLaw.Constant => meanMs,
            ArrivalLaw.Poisson => meanMs * random.Exponential(),
            _ => Gamma(ref random, meanMs, _load.VariationCoefficient),
        };
    }

    private static double Gamma(ref RandomSequence random, double mean, double variation)
    {
        var shape = 1 / (variation * variation);
        return mean * random.Gamma(shape) / shape;
    }
}
