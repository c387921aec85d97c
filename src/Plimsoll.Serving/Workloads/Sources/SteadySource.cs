using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>
/// Clients that each have one request in flight, found in the middle of a long run. The first request of each is caught at a uniformly
/// random place of its answer: what it has said counts as a cached prompt, what remains is its answer.
/// </summary>
internal sealed class SteadySource : IRequestSource
{
    private readonly DueTurns _due = new();
    private readonly RequestMaker _maker;
    private readonly MeasuredRequests _measured;
    private readonly int _clients;
    private readonly ulong _seed;
    private long _left;

    public SteadySource(int clients, MeasuredRequests measured, RequestPlan plan)
    {
        (_clients, _measured, _left, _seed) = (clients, measured, measured.Count, plan.Seed);
        _maker = new RequestMaker(plan with { Conversation = ConversationPlan.None }, long.MaxValue);
        for (var client = 0; client < clients; client++)
        {
            _due.Add(0, DueTurns.Fresh);
        }
    }

    /// <inheritdoc/>
    public double NextSendMs => IsExhausted ? double.PositiveInfinity : _due.FirstMs;

    /// <inheritdoc/>
    public bool IsExhausted => _left == 0;

    /// <inheritdoc/>
    public ClientRequest Send()
    {
        var nowMs = _due.FirstMs;
        _due.Take();
        var request = _maker.Begin(nowMs);
        return request.Id < _clients ? UnderWay(request) : request;
    }

    /// <inheritdoc/>
    public void Finished(in ClientRequest request, double nowMs)
    {
        if (_measured.Contains(request.Id))
        {
            _left--;
        }

        _due.Add(nowMs, DueTurns.Fresh);
    }

    private ClientRequest UnderWay(in ClientRequest request)
    {
        var said = (int)(request.Osl * new RandomSequence(_seed, RandomStream.Stagger, request.Id).Unit());
        return said == 0 ? request : request with
        {
            Isl = request.Isl + said,
            Osl = request.Osl - said,
            CachedTokens = request.Isl + said - 1,
            Content = null,
        };
    }
}
