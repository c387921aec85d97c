using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>
/// Clients for tests: requests at stated times (open), or a number of clients of whom each sends its next request when the last one is
/// answered (closed; everyone starts at 0).
/// </summary>
internal sealed class Clients : IRequestSource
{
    private readonly Func<long, RequestShape> _shape;
    private readonly long _requests;
    private readonly PriorityQueue<long, (double, long)> _due = new();
    private readonly bool _closed;
    private long _sent;
    private long _scheduled;

    private Clients(Func<long, RequestShape> shape, long requests, bool closed) => (_shape, _requests, _closed) = (shape, requests, closed);

    /// <summary>What the prompts consist of.</summary>
    public Func<long, PromptContent?> Content { get; set; } = _ => null;

    public double NextSendMs => _due.TryPeek(out _, out var at) ? at.Item1 : double.PositiveInfinity;

    public bool IsExhausted => _sent == _requests;

    public static Clients Closed(int clients, long requests, Func<long, RequestShape> shape)
    {
        var source = new Clients(shape, requests, closed: true);
        for (var i = 0; i < Math.Min(clients, requests); i++)
        {
            source.Schedule(0);
        }

        return source;
    }

    public static Clients Closed(int clients, long requests, RequestShape shape) => Closed(clients, requests, _ => shape);

    public static Clients At(Func<long, RequestShape> shape, params double[] timesMs)
    {
        var source = new Clients(shape, timesMs.Length, closed: false);
        foreach (var time in timesMs)
        {
            source.Schedule(time);
        }

        return source;
    }

    public static Clients Poisson(double perSecond, long requests, int seed, Func<long, RequestShape> shape)
    {
        var random = new Random(seed);
        var times = new double[requests];
        var now = 0.0;
        for (var i = 0; i < requests; i++)
        {
            times[i] = now;
            now -= 1000 / perSecond * Math.Log(1 - random.NextDouble());
        }

        return At(shape, times);
    }

    /// <summary>Lengths between 80 and 100 % of nominal; the same for the same number and seed.</summary>
    public static Func<long, RequestShape> Varied(int isl, int osl, int seed) => id =>
    {
        var random = new Random(HashCode.Combine(seed, id * 7919));
        return new RequestShape(Vary(isl, random), Vary(osl, random));
    };

    public ClientRequest Send()
    {
        _due.TryDequeue(out var id, out var at);
        var shape = _shape(id);
        _sent++;
        return new ClientRequest
        {
            Id = id,
            SentMs = at.Item1,
            Isl = shape.Isl,
            Osl = shape.Osl,
            CachedTokens = shape.Prefix > 0 ? shape.Prefix : null,
            Session = -1,
            Content = Content(id),
        };
    }

    public void Finished(in ClientRequest request, double nowMs)
    {
        if (_closed && _scheduled < _requests)
        {
            Schedule(nowMs);
        }
    }

    private void Schedule(double atMs) => _due.Enqueue(_scheduled, (atMs, _scheduled++));

    private static int Vary(int nominal, Random random) => Math.Max(1, (int)Math.Round(nominal * (0.8 + (0.2 * random.NextDouble()))));
}
