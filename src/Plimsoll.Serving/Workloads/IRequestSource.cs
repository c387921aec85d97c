namespace Plimsoll.Serving.Workloads;

/// <summary>
/// The clients of one run: says when the next request is sent and what it is. Stateful, for one run and one thread; the same seed gives
/// the same requests.
/// </summary>
public interface IRequestSource
{
    /// <summary>
    /// When the next request is sent, ms from the start, never earlier than the last <see cref="Finished"/> or <see cref="Send"/>;
    /// infinite when none is due before another finishes.
    /// </summary>
    double NextSendMs { get; }

    /// <summary>Whether no request will ever be sent again, whatever finishes.</summary>
    bool IsExhausted { get; }

    /// <summary>Takes the request that is due at <see cref="NextSendMs"/>.</summary>
    ClientRequest Send();

    /// <summary>The client has the last token of a request at <paramref name="nowMs"/>; may make further requests due.</summary>
    void Finished(in ClientRequest request, double nowMs);
}
