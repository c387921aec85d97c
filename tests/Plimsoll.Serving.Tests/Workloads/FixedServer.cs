using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Workloads;

/// <summary>Serves any number of requests at once, each in a time that depends on the request alone.</summary>
internal static class FixedServer
{
    /// <summary>Runs clients to their end and returns their requests in the order of sending; checks the promises of a source on the way.</summary>
    public static List<ClientRequest> Serve(IRequestSource source, Func<ClientRequest, double>? latencyMs = null, int most = 1_000_000)
    {
        var sent = new List<ClientRequest>();
        var answers = new PriorityQueue<ClientRequest, (double, long)>();
        double nowMs = 0;
        while (sent.Count < most)
        {
            var nextMs = source.NextSendMs;
            if (answers.TryPeek(out var answered, out var due) && due.Item1 <= nextMs)
            {
                answers.Dequeue();
                nowMs = due.Item1;
                source.Finished(answered, nowMs);
            }
            else if (double.IsFinite(nextMs))
            {
                Assert.False(source.IsExhausted);
                Assert.True(nextMs >= nowMs, "a request is due in the past");
                nowMs = nextMs;
                var request = source.Send();
                Assert.Equal(sent.Count, request.Id);
                Assert.Equal(nowMs, request.SentMs);
                sent.Add(request);
                answers.Enqueue(request, (nowMs + (latencyMs?.Invoke(request) ?? 100), request.Id));
            }
            else
            {
                Assert.True(source.IsExhausted, "nothing is due or in flight, and the source goes on");
                break;
            }
        }

        return sent;
    }

    /// <summary>Most requests in flight at once.</summary>
    public static int MostInFlight(IReadOnlyList<ClientRequest> sent, Func<ClientRequest, double> latencyMs)
    {
        var (most, now) = (0, 0);
        var events = sent.Select(r => (r.SentMs, 1)).Concat(sent.Select(r => (r.SentMs + latencyMs(r), -1))).Order();
        foreach (var (_, change) in events)
        {
            now += change;
            most = Math.Max(most, now);
        }

        return most;
    }
}
