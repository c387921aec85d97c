using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Verification;

/// <summary>Every n-th request of another source, replayed faster or slower: the share of one replica behind a round-robin router.</summary>
internal sealed class ThinnedSource(IRequestSource whole, int every, double speed) : IRequestSource, IDisposable
{
    private long _sent;

    /// <inheritdoc/>
    public double NextSendMs => whole.NextSendMs / speed;

    /// <inheritdoc/>
    public bool IsExhausted => whole.IsExhausted;

    /// <inheritdoc/>
    public ClientRequest Send()
    {
        var request = whole.Send();
        for (var skipped = 1; skipped < every && !whole.IsExhausted; skipped++)
        {
            whole.Send();
        }

        return request with { Id = _sent++, SentMs = request.SentMs / speed };
    }

    /// <inheritdoc/>
    public void Finished(in ClientRequest request, double nowMs) => whole.Finished(request, nowMs * speed);

    /// <inheritdoc/>
    public void Dispose() => (whole as IDisposable)?.Dispose();
}
