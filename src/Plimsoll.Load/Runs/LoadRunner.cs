using System.Collections.Concurrent;
using System.Threading.Channels;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Records;
using Plimsoll.Load.Schedules;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Runs;

/// <summary>
/// Sends requests as the settings of a phase say. The calling thread paces: it starts each request at its time, answers are read on the
/// thread pool, and one more thread of the pool settles and hands on finished requests.
/// </summary>
public sealed class LoadRunner : IDisposable
{
    private const int MostOpenedAhead = 4096;
    private readonly EndpointTarget _target;
    private readonly IReadOnlyList<PreparedRequest> _requests;
    private readonly TokenCounter _counter;
    private readonly RunClock _clock;
    private readonly long _seed;
    private readonly IRecordSink _sink;
    private readonly bool _keepText;
    private readonly ConcurrentStack<Lane> _idle = [];
    private readonly ConcurrentBag<Lane> _all = [];
    private readonly ConcurrentQueue<Exception> _faults = [];
    private Connections? _connections;
    private int _nextRequest;
    private int _phase = -1;

    /// <summary>A runner; its phases share connections and go through the requests one after another.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="requests">The data set; starts again at its beginning when it is used up.</param>
    /// <param name="counter">Settles token counts.</param>
    /// <param name="keepText">Whether answers must be kept for <paramref name="counter"/>.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="seed">Determines random arrivals.</param>
    /// <param name="sink">Takes finished requests.</param>
    public LoadRunner(
        EndpointTarget target, IReadOnlyList<PreparedRequest> requests, TokenCounter counter, bool keepText, RunClock clock, long seed, IRecordSink sink)
    {
        ArgumentOutOfRangeException.ThrowIfZero(requests.Count);
        (_target, _requests, _counter, _keepText, _clock, _seed, _sink) = (target, requests, counter, keepText, clock, seed, sink);
    }

    /// <summary>How late requests were sent, after the intended time.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>Runs a phase to its end.</summary>
    /// <param name="settings">What to do.</param>
    /// <param name="interrupt">Ends the phase early: what is under way is cut off, what is finished stays.</param>
    /// <exception cref="HttpRequestException">The server's name is unknown.</exception>
    public PhaseOutcome Run(PhaseSettings settings, CancellationToken interrupt)
    {
        _phase++;
        _connections ??= Connections.To(_target.Address, _clock);
        OpenAhead(Math.Min(Math.Min(settings.Concurrency ?? 16, settings.Requests ?? int.MaxValue), MostOpenedAhead), interrupt);
        var finished = Channel.CreateUnbounded<RequestRecord>(new UnboundedChannelOptions { SingleReader = true });
        var records = new List<RequestRecord>();
        var collecting = Task.Run(() => CollectAsync(finished.Reader, records), CancellationToken.None);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cut.Token);
        var startNs = _clock.Now;
        if (settings.Duration is { } duration)
        {
            stop.CancelAfter(duration);
            cut.CancelAfter(duration + settings.Grace);
        }

        var phase = new Phase(settings, startNs, finished.Writer, stop.Token, cut.Token);
        var sending = settings.RatePerS is { } rate ? SendByRate(phase, rate) : SendByConcurrency(phase);
        sending.GetAwaiter().GetResult();
        var endNs = _clock.Now;
        finished.Writer.Complete();
        collecting.GetAwaiter().GetResult();
        if (!_faults.IsEmpty)
        {
            throw new AggregateException(_faults);
        }

        return new PhaseOutcome(settings, startNs, endNs, records, interrupt.IsCancellationRequested);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _all)
        {
            lane.Dispose();
        }
    }

    private void OpenAhead(int lanes, CancellationToken interrupt)
    {
        var opening = new List<Task>();
        while (_idle.Count < lanes)
        {
            opening.Add(NewLane().OpenAsync(interrupt));
        }

        try
        {
            Task.WhenAll(opening).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The phase ends at once, which its own check sees.
        }

        Lane NewLane()
        {
            var lane = Create();
            _idle.Push(lane);
            return lane;
        }
    }

    private Lane Create()
    {
        var lane = new Lane(_target, _connections!, _clock, _keepText);
        _all.Add(lane);
        return lane;
    }

    private Task SendByConcurrency(Phase phase)
    {
        var lanes = phase.Settings.Concurrency ?? 1;
        var loops = new List<Task>(lanes);
        for (var i = 0; i < lanes && !phase.IsOver; i++)
        {
            loops.Add(LoopAsync(phase));
        }

        return Task.WhenAll(loops);
    }

    private async Task LoopAsync(Phase phase)
    {
        var lane = TakeLane();
        var intended = phase.StartNs;
        while (phase.TryClaim(out var number))
        {
            await SendAsync(lane, phase, number, intended);
            intended = _clock.Now;
        }

        _idle.Push(lane);
    }

    private async Task SendByRate(Phase phase, double rate)
    {
        var plan = new ArrivalPlan(rate, phase.Settings.Law, phase.Settings.Smoothness, new SeededRandom(_seed, phase.Settings.IsWarmup ? 1 : 2));
        var pacer = new Pacer(_clock);
        using var slots = phase.Settings.Concurrency is { } most ? new SemaphoreSlim(most) : null;
        using var allDone = new CountdownEvent(1);
        while (!phase.IsOver)
        {
            var due = phase.StartNs + plan.Next();
            if (!pacer.WaitUntil(due, phase.Stop) || !TakeSlot(slots, phase.Stop) || !phase.TryClaim(out var number))
            {
                break;
            }

            allDone.AddCount();
            _ = FireAsync(phase, number, due, slots, allDone);
        }

        allDone.Signal();
        await Task.Run(() => allDone.Wait(), CancellationToken.None);
    }

    private static bool TakeSlot(SemaphoreSlim? slots, CancellationToken stop)
    {
        try
        {
            slots?.Wait(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task FireAsync(Phase phase, int number, long due, SemaphoreSlim? slots, CountdownEvent allDone)
    {
        try
        {
            var lane = TakeLane();
            await SendAsync(lane, phase, number, due);
            _idle.Push(lane);
        }
        catch (Exception bug)
        {
            // Nobody awaits this task: the end of the phase throws what it met.
            _faults.Enqueue(bug);
        }
        finally
        {
            slots?.Release();
            allDone.Signal();
        }
    }

    private Lane TakeLane() => _idle.TryPop(out var lane) ? lane : Create();

    private async Task SendAsync(Lane lane, Phase phase, int number, long intendedNs)
    {
        var next = (uint)Interlocked.Increment(ref _nextRequest) - 1;
        var record = new RequestRecord
        {
            Number = number,
            Request = _requests[(int)(next % (uint)_requests.Count)],
            PhaseIndex = _phase,
            IsWarmup = phase.Settings.IsWarmup,
            IsStreamed = _target.Streaming,
            IntendedNs = intendedNs,
        };
        await lane.SendAsync(record, phase.Cut);
        if (!phase.Settings.IsWarmup)
        {
            Lateness.Add(record.StartNs - intendedNs);
        }

        phase.Note(record);
        phase.Finished.TryWrite(record);
    }

    private async Task CollectAsync(ChannelReader<RequestRecord> finished, List<RequestRecord> records)
    {
        while (await finished.WaitToReadAsync())
        {
            while (finished.TryRead(out var record))
            {
                _counter.Settle(record);
                records.Add(record);
                _sink.Take(record);
            }

            _sink.Idle();
        }
    }
}
