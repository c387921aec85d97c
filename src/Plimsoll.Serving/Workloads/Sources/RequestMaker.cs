namespace Plimsoll.Serving.Workloads.Sources;

/// <summary>Makes the requests of a plan, one after the other: single ones, or the turns of conversations.</summary>
/// <remarks>
/// Lengths belong to a place (conversation and turn), not to the order of sending, so the same conversations take place however fast they
/// are answered.
/// </remarks>
internal sealed class RequestMaker(RequestPlan plan, long requests)
{
    private readonly int _turns = plan.Conversation.Turns;
    private readonly Dictionary<int, Conversation> _open = [];
    private readonly PromptContent? _sharedPrefix =
        plan.SharedPrefix > 0 ? new PromptContent([new PromptSegment(TextIds.SharedPrefix, plan.SharedPrefix)]) : null;

    private long _nextId;
    private long _begun;

    /// <summary>Requests and conversations not yet begun.</summary>
    public long LeftToBegin => ((requests + _turns - 1) / _turns) - _begun;

    /// <summary>Conversations that go on.</summary>
    public int Conversations => _open.Count;

    /// <summary>Conversations that ended early because the next prompt would have been too long.</summary>
    public long CutShort { get; private set; }

    /// <summary>Begins a conversation, or makes a request that stands alone.</summary>
    public ClientRequest Begin(double nowMs)
    {
        var number = _begun++;
        if (_turns == 1)
        {
            var shape = plan.Lengths.At(number);
            return new ClientRequest
            {
                Id = _nextId++,
                SentMs = nowMs,
                Isl = shape.Isl,
                Osl = shape.Osl,
                Session = -1,
                CachedTokens = shape.Prefix > 0 ? shape.Prefix : null,
                Content = _sharedPrefix,
            };
        }

        var conversation = new Conversation();
        _open.Add(checked((int)number), conversation);
        return Turn(conversation, (int)number, nowMs);
    }

    /// <summary>Makes the next request of a conversation.</summary>
    public ClientRequest Continue(int conversation, double nowMs) => Turn(_open[conversation], conversation, nowMs);

    /// <summary>Whether the conversation of an answered request goes on; if not, it is over.</summary>
    public bool GoesOn(in ClientRequest answered)
    {
        if (answered.Session < 0)
        {
            return false;
        }

        var conversation = _open[answered.Session];
        if (conversation.NextTurn < Turns(answered.Session))
        {
            var next = plan.Lengths.At(Place(answered.Session, conversation.NextTurn));
            if ((long)conversation.Tokens + next.TotalTokens <= plan.SequenceTokens)
            {
                return true;
            }

            CutShort++;
        }

        _open.Remove(answered.Session);
        return false;
    }

    // The last conversation is shorter when the number of requests is no multiple of the turns.
    private int Turns(int conversation) => (int)Math.Min(_turns, requests - ((long)conversation * _turns));

    private long Place(int conversation, int turn) => ((long)conversation * _turns) + turn;

    private ClientRequest Turn(Conversation conversation, int number, double nowMs)
    {
        var turn = conversation.NextTurn;
        var shape = plan.Lengths.At(Place(number, turn));
        var isl = conversation.Tokens + shape.Isl;
        var answer = new PromptSegment(TextIds.Answer(number, turn), shape.Osl);
        var question = new PromptSegment(TextIds.Question(number, turn), shape.Isl);
        var content = turn == 0 && plan.SharedPrefix > 0
            ? conversation.Say([_sharedPrefix!.Segments[0], question with { Tokens = shape.Isl - plan.SharedPrefix }], answer)
            : conversation.Say([question], answer);
        return new ClientRequest { Id = _nextId++, SentMs = nowMs, Isl = isl, Osl = shape.Osl, Session = number, Content = content };
    }
}
