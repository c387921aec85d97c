using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>
/// The clients of a measured run once more. In a closed loop the first requests are sent when they were, and each further one, in order,
/// when another finishes; otherwise every request is sent at its recorded time.
/// </summary>
public sealed class ReplaySource : IRequestSource
{
    private readonly IReadOnlyList<MeasuredRequest> _requests;
    private readonly int _scheduled;
    private readonly Queue<double> _freed = new();
    private int _next;

    /// <summary>The clients of a run.</summary>
    /// <param name="requests">Its requests in the order of sending.</param>
    /// <param name="concurrency">Clients of a closed loop; null to send every request at its time.</param>
    public ReplaySource(IReadOnlyList<MeasuredRequest> requests, int? concurrency) =>
        (_requests, _scheduled) = (requests, Math.Min(concurrency ?? requests.Count, requests.Count));

    /// <inheritdoc/>
    public double NextSendMs =>
        _next < _scheduled ? _requests[_next].SentMs
        : _next < _requests.Count && _freed.TryPeek(out var freedMs) ? freedMs
        : double.PositiveInfinity;

    /// <inheritdoc/>
    public bool IsExhausted => _next == _requests.Count;

    /// <inheritdoc/>
    public ClientRequest Send()
    {
        var sentMs = NextSendMs;
        if (_next >= _scheduled)
        {
            _freed.Dequeue();
        }

        var request = _requests[_next];
        return new ClientRequest { Id = _next++, SentMs = sentMs, Isl = request.Isl, Osl = request.Osl, CachedTokens = request.CachedTokens, Session = -1 };
    }

    /// <inheritdoc/>
    public void Finished(in ClientRequest request, double nowMs)
    {
        if (_scheduled < _requests.Count)
        {
            _freed.Enqueue(nowMs);
        }
    }
}
