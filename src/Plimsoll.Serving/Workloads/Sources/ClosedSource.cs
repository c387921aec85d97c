namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>Clients that each have one request in flight, until a number of requests is sent.</summary>
internal sealed class ClosedSource : IRequestSource
{
    private readonly DueTurns _due = new();
    private readonly RequestMaker _maker;
    private readonly double _thinkMs;
    private long _freshDue;

    public ClosedSource(int clients, long requests, RequestPlan plan)
    {
        _maker = new RequestMaker(plan, requests);
        _thinkMs = plan.Conversation.ThinkMs;
        for (var client = 0; client < clients; client++)
        {
            BeginNext(0);
        }
    }

    /// <inheritdoc/>
    public double NextSendMs => _due.FirstMs;

    /// <inheritdoc/>
    public bool IsExhausted => _due.Count == 0 && _maker.LeftToBegin == 0 && _maker.Conversations == 0;

    /// <inheritdoc/>
    public ClientRequest Send()
    {
        var nowMs = _due.FirstMs;
        var conversation = _due.Take();
        if (conversation != DueTurns.Fresh)
        {
            return _maker.Continue(conversation, nowMs);
        }

        _freshDue--;
        return _maker.Begin(nowMs);
    }

    /// <inheritdoc/>
    public void Finished(in ClientRequest request, double nowMs)
    {
        if (_maker.GoesOn(request))
        {
            _due.Add(nowMs + _thinkMs, request.Session);
        }
        else
        {
            BeginNext(nowMs);
        }
    }

    private void BeginNext(double nowMs)
    {
        if (_freshDue < _maker.LeftToBegin)
        {
            _freshDue++;
            _due.Add(nowMs, DueTurns.Fresh);
        }
    }
}
