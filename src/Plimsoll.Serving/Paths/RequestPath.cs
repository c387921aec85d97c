namespace Plimsoll.Serving.Paths;

/// <summary>
/// The way of a request outside the engine's steps, both directions: HTTP, tokenising, hand-over to the scheduler; detokenising and
/// streaming of tokens.
/// </summary>
/// <remarks>
/// The front end is one server that takes one request at a time (<see cref="ServiceMs"/> each, first come first served); everything
/// else is a constant that delays but does not queue.
/// </remarks>
/// <param name="ServiceMs">Time that the front end is busy with one arriving request.</param>
/// <param name="InboundMs">Constant time from the client to the scheduler beyond the service.</param>
/// <param name="OutboundMs">Constant time from the end of a step to the client.</param>
public sealed record RequestPath(double ServiceMs, double InboundMs, double OutboundMs)
{
    /// <summary>No time at all.</summary>
    public static RequestPath None { get; } = new(0, 0, 0);

    /// <summary>What one request alone spends on the path to its first token.</summary>
    public double AloneMs => ServiceMs + InboundMs + OutboundMs;
}
