using Plimsoll.Serving.Workloads.Traces;

namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>Replays a trace: requests with a time are sent then; a row without one follows the answer to the row before it in its session.</summary>
internal sealed class TraceSource : IRequestSource, IDisposable
{
    private readonly DueTurns _due = new();
    private readonly Dictionary<int, (Conversation Said, Queue<TraceRow> Turns)> _open = [];
    private readonly TraceRows _rows;
    private readonly long _requests;
    private TraceRow _ahead;
    private bool _hasAhead;
    private TraceRow _first;
    private Queue<TraceRow>? _following;
    private bool _hasFirst;
    private long _sent;
    private int _sessions;

    public TraceSource(TraceFile trace, long requests)
    {
        _requests = requests;
        _rows = trace.Read();
        _hasAhead = _rows.Read(out _ahead);
        ReadAhead();
    }

    /// <inheritdoc/>
    public double NextSendMs => _sent == _requests ? double.PositiveInfinity : Math.Min(FirstMs, _due.FirstMs);

    /// <inheritdoc/>
    public bool IsExhausted => _sent == _requests || (!_hasFirst && _due.Count == 0 && _open.Count == 0);

    private double FirstMs => _hasFirst ? _first.TimeMs ?? 0 : double.PositiveInfinity;

    /// <inheritdoc/>
    public ClientRequest Send()
    {
        var dueMs = _due.FirstMs;
        if (dueMs <= FirstMs)
        {
            var session = _due.Take();
            var (said, turns) = _open[session];
            return Turn(turns.Dequeue(), said, session, dueMs);
        }

        var (row, following) = (_first, _following);
        ReadAhead();
        if (following is null)
        {
            return Alone(row);
        }

        var conversation = new Conversation();
        _open.Add(_sessions, (conversation, following));
        return Turn(row, conversation, _sessions++, row.TimeMs ?? 0);
    }

    /// <inheritdoc/>
    public void Finished(in ClientRequest request, double nowMs)
    {
        if (request.Session < 0)
        {
            return;
        }

        var turns = _open[request.Session].Turns;
        if (turns.TryPeek(out var next))
        {
            _due.Add(nowMs + next.DelayMs, request.Session);
        }
        else
        {
            _open.Remove(request.Session);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private ClientRequest Alone(in TraceRow row) => new()
    {
        Id = _sent++,
        SentMs = row.TimeMs ?? 0,
        Isl = row.Isl,
        Osl = row.Osl,
        CachedTokens = row.CachedTokens,
        Session = -1,
        Content = row.Blocks is { } blocks ? new PromptContent(blocks) : null,
    };

    private ClientRequest Turn(in TraceRow row, Conversation said, int session, double nowMs)
    {
        var answer = new PromptSegment(TextIds.Answer(session, said.NextTurn), row.Osl);
        var history = row.Blocks is null ? said.Tokens : 0;
        var content = row.Blocks is { } blocks
            ? new PromptContent(blocks)
            : said.Say([new PromptSegment(TextIds.Question(session, said.NextTurn), row.Isl)], answer);
        return new ClientRequest
        {
            Id = _sent++,
            SentMs = nowMs,
            Isl = history + row.Isl,
            Osl = row.Osl,
            CachedTokens = row.CachedTokens,
            Session = session,
            Content = content,
        };
    }

    // A row and the rows without a time that follow it are one conversation.
    private void ReadAhead()
    {
        (_first, _hasFirst, _following) = (_ahead, _hasAhead, null);
        while (_hasAhead)
        {
            _hasAhead = _rows.Read(out _ahead);
            if (!_hasAhead || !_ahead.FollowsAnswer)
            {
                return;
            }

            (_following ??= new Queue<TraceRow>()).Enqueue(_ahead);
        }
    }
}
