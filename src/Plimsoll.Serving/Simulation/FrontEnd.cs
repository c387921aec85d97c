using Plimsoll.Serving.Paths;

namespace Plimsoll.Serving.Simulation;

/// <summary>
/// The part of a worker that talks to clients: one server, first come first served. Because nothing overtakes, the end of a job is known when
/// it is handed in, so the queue needs no memory but the time from which the server is free.
/// </summary>
/// <param name="path">Its times.</param>
internal sealed class FrontEnd(RequestPath path)
{
    private double _freeMs;
    private double _deliveredMs;

    /// <summary>Whether a request takes a second turn before it reaches the scheduler.</summary>
    public bool TakesTwoTurns => path.SubmitMs > 0;

    /// <summary>Hands in a request that a client sends now; returns when its first turn is over.</summary>
    public double Receive(double nowMs, int promptTokens) => Serve(nowMs, path.ServiceMs + (promptTokens * path.ServiceMsPerToken));

    /// <summary>When everything that is handed in already is done.</summary>
    public double Pass(double nowMs) => Math.Max(nowMs, _freeMs);

    /// <summary>Hands in a request whose first turn is over; returns when it reaches the scheduler.</summary>
    public double Submit(double nowMs) => (TakesTwoTurns ? Serve(nowMs, path.SubmitMs) : nowMs) + path.InboundMs;

    /// <summary>Hands in the tokens of a step that ends now; returns when the clients have them.</summary>
    /// <param name="nowMs">Now.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="answers">How many of them are the first of their answers.</param>
    /// <param name="promptTokens">Prompt tokens of these answers.</param>
    public double Deliver(double nowMs, int tokens, int answers, long promptTokens)
    {
        var workMs = (tokens * path.StreamMsPerToken) + (answers * path.FirstTokenMs) + (promptTokens * path.FirstTokenMsPerPromptToken);

        // Tokens that take no time need no turn, but they do not overtake those of the steps before.
        _deliveredMs = workMs > 0 ? Serve(nowMs, workMs) : Math.Max(nowMs, _deliveredMs);
        return _deliveredMs + (tokens > 0 ? path.OutboundMs : 0);
    }

    private double Serve(double nowMs, double workMs) => _freeMs = Math.Max(nowMs, _freeMs) + workMs;
}
