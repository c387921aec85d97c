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

    /// <summary>Hands in a request that a client sends now; returns when it reaches the scheduler.</summary>
    public double Receive(double nowMs)
    {
        _freeMs = Math.Max(nowMs, _freeMs) + path.ServiceMs;
        return _freeMs + path.InboundMs;
    }

    /// <summary>Hands in the tokens of a step that ends now, one for each of <paramref name="rows"/> sequences; returns when the clients have them.</summary>
    public double Deliver(double nowMs, int rows) => rows == 0 ? nowMs : nowMs + path.OutboundMs;
}
