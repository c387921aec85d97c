using Plimsoll.Model.Calibrations;

namespace Plimsoll.Serving.Paths;

/// <summary>
/// The way of a request outside the engine's steps, both directions: HTTP, parsing and tokenising, hand-over to the scheduler; detokenising
/// and streaming of tokens.
/// </summary>
/// <remarks>
/// The front end is one server, first come first served. A request takes two turns of it: one that parses (<see cref="ServiceMs"/>) and,
/// behind everything that came meanwhile and once more behind everything that came until then, one that hands it to the engine
/// (<see cref="SubmitMs"/>); so the requests of a burst reach the engine together, even when they come one after the other. Between them it streams: every token takes <see cref="StreamMsPerToken"/>, the first one of an answer more.
/// Everything else is a constant that delays but does not queue.
/// </remarks>
/// <param name="ServiceMs">Time that the front end is busy with one arriving request in its first turn.</param>
/// <param name="InboundMs">Constant time from the client to the scheduler beyond the service.</param>
/// <param name="OutboundMs">Constant time from the end of a step to the client.</param>
public sealed record RequestPath(double ServiceMs, double InboundMs, double OutboundMs)
{
    /// <summary>No time at all.</summary>
    public static RequestPath None { get; } = new(0, 0, 0);

    /// <summary>Time of the first turn for each prompt token.</summary>
    public double ServiceMsPerToken { get; init; }

    /// <summary>Time of the second turn with an arriving request.</summary>
    public double SubmitMs { get; init; }

    /// <summary>Time of the front end for the first token of an answer.</summary>
    public double FirstTokenMs { get; init; }

    /// <summary>The same in addition for every prompt token.</summary>
    public double FirstTokenMsPerPromptToken { get; init; }

    /// <summary>Time of the front end for every token that it streams.</summary>
    public double StreamMsPerToken { get; init; }

    /// <summary>The path that a calibration describes.</summary>
    public static RequestPath Of(Calibration calibration) =>
        new(calibration.RequestServiceMs, calibration.InboundMs, calibration.OutboundMs)
        {
            ServiceMsPerToken = calibration.RequestServiceMsPerToken,
            SubmitMs = calibration.SubmitMs,
            FirstTokenMs = calibration.FirstTokenMs,
            FirstTokenMsPerPromptToken = calibration.FirstTokenMsPerPromptToken,
            StreamMsPerToken = calibration.StreamMsPerToken,
        };

    /// <summary>What one request alone spends on the path to its first token.</summary>
    /// <param name="promptTokens">Length of its prompt.</param>
    public double AloneMs(int promptTokens) =>
        ServiceMs + SubmitMs + FirstTokenMs + StreamMsPerToken + InboundMs + OutboundMs
        + (promptTokens * (ServiceMsPerToken + FirstTokenMsPerPromptToken));
}
