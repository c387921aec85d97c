using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Statistics;

/// <summary>Gathers the summary of a run in bounded memory; an event costs a constant time and allocates nothing.</summary>
/// <remarks>
/// When every request counts, the window of rates and of averages over time is from the first sending to the last token. When a warm-up
/// precedes (<see cref="MeasuredRequests.First"/> above 0), it begins with the first answer, which is when the first request that counts is
/// sent, and ends with the last answer that counts: within it every answer counts towards rates, whoever sent it, as the load is even.
/// Distributions over requests are always about the requests that count.
/// </remarks>
public sealed class RunStatistics : SimulationObserver
{
    private readonly LatencyTargetSet _targets;
    private readonly MeasuredRequests _measured;
    private readonly DistributionSketch _ttft = new();
    private readonly DistributionSketch _itl = new();
    private readonly DistributionSketch _tpot = new();
    private readonly DistributionSketch _latency = new();
    private readonly DistributionSketch _queue = new();
    private WorkerClock[] _workers;
    private bool _isOpen;
    private bool _isClosed;
    private double _fromMs;
    private double _untilMs;
    private long _finished;
    private long _outputTokens;
    private long _good;
    private long _promptTokens;
    private long _cachedTokens;
    private long _preemptions;
    private long _steps;
    private double _peakKvUse;

    /// <summary>Statistics of a run.</summary>
    /// <param name="targets">What goodput counts against.</param>
    /// <param name="measured">The requests that count; null = all.</param>
    /// <param name="workers">Workers of the run; fewer than have stepped counts those.</param>
    public RunStatistics(LatencyTargetSet targets = default, MeasuredRequests? measured = null, int workers = 1)
    {
        _targets = targets;
        _measured = measured ?? MeasuredRequests.All;
        _workers = new WorkerClock[Math.Max(1, workers)];
        _isOpen = _measured.First == 0;
        _fromMs = _isOpen ? double.PositiveInfinity : 0;
    }

    private bool IsCounting => _isOpen && !_isClosed;

    // Before the first answer of an all-counting run its beginning is not known, and nothing has happened before it.
    private double FromMs => double.IsFinite(_fromMs) ? _fromMs : 0;

    /// <inheritdoc/>
    public override void RequestPreempted(long id, int worker, double nowMs)
    {
        if (IsCounting)
        {
            _preemptions++;
        }
    }

    /// <inheritdoc/>
    public override void TokenGaps(double gapMs, int count)
    {
        if (IsCounting)
        {
            _itl.Add(gapMs, count);
        }
    }

    /// <inheritdoc/>
    public override void StepFinished(in StepOutcome step)
    {
        if (!IsCounting)
        {
            return;
        }

        if (step.Worker >= _workers.Length)
        {
            Array.Resize(ref _workers, step.Worker + 1);
        }

        _workers[step.Worker].Add(step, _measured.First == 0 ? 0 : _fromMs);
        _steps++;
        _peakKvUse = Math.Max(_peakKvUse, step.KvUse);
    }

    /// <inheritdoc/>
    public override void RequestFinished(in RequestOutcome outcome)
    {
        if (_isClosed)
        {
            return;
        }

        if (!_isOpen)
        {
            (_isOpen, _fromMs) = (true, outcome.LastTokenMs);
            return;
        }

        var isWhole = _measured.First == 0;
        if (isWhole)
        {
            _fromMs = Math.Min(_fromMs, outcome.SentMs);
        }

        _untilMs = Math.Max(_untilMs, outcome.LastTokenMs);
        _finished++;
        _outputTokens += outcome.Osl;
        _good += IsGood(outcome) ? 1 : 0;
        if (_measured.Contains(outcome.Id))
        {
            Measure(outcome);
            _isClosed = !isWhole && _ttft.Count == _measured.Count;
        }
    }

    /// <summary>The summary of everything seen.</summary>
    /// <exception cref="InvalidOperationException">No request that counts finished.</exception>
    public SimulationSummary Summary()
    {
        var ttft = _ttft.Summary() ?? throw new InvalidOperationException("no request finished");
        var durationMs = _untilMs - FromMs;
        var perS = durationMs > 0 ? 1000 / durationMs : 0;
        var (busy, kv, waiting, running) = (0.0, 0.0, 0.0, 0.0);
        foreach (ref readonly var worker in _workers.AsSpan())
        {
            busy += worker.BusyMs;
            kv += worker.KvUse;
            waiting += worker.Waiting;
            running += worker.Running;
        }

        var perMs = durationMs > 0 ? 1 / durationMs : 0;
        return new SimulationSummary
        {
            Requests = ttft.Count,
            DurationMs = durationMs,
            Ttft = ttft,
            Itl = _itl.Summary(),
            Tpot = _tpot.Summary(),
            Latency = _latency.Summary()!,
            Queue = _queue.Summary()!,
            RequestsPerS = _finished * perS,
            OutputTokensPerS = _outputTokens * perS,
            GoodputPerS = _targets.HasAny ? _good * perS : null,
            PrefixHitShare = _promptTokens == 0 ? 0 : (double)_cachedTokens / _promptTokens,
            Preemptions = _preemptions,
            Steps = _steps,
            Utilization = busy * perMs / _workers.Length,
            MeanKvUse = kv * perMs / _workers.Length,
            PeakKvUse = _peakKvUse,
            MeanWaiting = waiting * perMs,
            MeanRunning = running * perMs,
        };
    }

    private void Measure(in RequestOutcome outcome)
    {
        _ttft.Add(outcome.TtftMs);
        _latency.Add(outcome.LatencyMs);
        _queue.Add(outcome.QueueMs);
        if (outcome.Osl > 1)
        {
            _tpot.Add(outcome.TpotMs);
        }

        _promptTokens += outcome.Isl;
        _cachedTokens += outcome.CachedTokens;
    }

    private bool IsGood(in RequestOutcome outcome) =>
        !(outcome.TtftMs > _targets.TtftMs) && !(outcome.TpotMs > _targets.TpotMs) && !(outcome.LatencyMs > _targets.LatencyMs);
}
