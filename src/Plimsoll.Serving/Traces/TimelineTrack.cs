using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Traces;

/// <summary>The buckets of the workers of one kind: integrals over time and peaks.</summary>
/// <param name="firstWorker">Index of the first worker of the kind.</param>
/// <param name="workers">How many there are.</param>
/// <param name="buckets">How many buckets to keep, even.</param>
internal sealed class TimelineTrack(int firstWorker, int workers, int buckets)
{
    private readonly Quantities[] _integrals = new Quantities[buckets];
    private readonly Quantities[] _peaks = new Quantities[buckets];
    private readonly StepOutcome[] _latest = new StepOutcome[workers];

    /// <summary>Adds a step; <paramref name="widthMs"/> buckets reach beyond its end.</summary>
    public void Add(in StepOutcome step, double widthMs)
    {
        _latest[step.Worker - firstWorker] = step;
        var endMs = step.StartMs + step.DurationMs;
        var peak = new Quantities { Running = 0, Waiting = 0, KvUse = step.KvUse };
        foreach (ref readonly var latest in _latest.AsSpan())
        {
            if (latest.StartMs + latest.DurationMs >= step.StartMs)
            {
                peak.Running += latest.Running;
                peak.Waiting += latest.Waiting;
            }
        }

        var first = Math.Min((int)(step.StartMs / widthMs), buckets - 1);
        for (var bucket = first; bucket < buckets; bucket++)
        {
            var heldMs = Math.Min(endMs, (bucket + 1) * widthMs) - Math.Max(step.StartMs, bucket * widthMs);
            if (heldMs <= 0 && bucket > first)
            {
                break;
            }

            ref var integral = ref _integrals[bucket];
            integral.Running += step.Running * heldMs;
            integral.Waiting += step.Waiting * heldMs;
            integral.KvUse += step.KvUse * heldMs;
            _peaks[bucket].Raise(peak);
        }
    }

    /// <summary>Makes every bucket twice as long.</summary>
    public void Halve()
    {
        for (var bucket = 0; bucket < buckets / 2; bucket++)
        {
            var (left, right) = (_integrals[2 * bucket], _integrals[(2 * bucket) + 1]);
            _integrals[bucket] = new Quantities
            {
                Running = left.Running + right.Running,
                Waiting = left.Waiting + right.Waiting,
                KvUse = left.KvUse + right.KvUse,
            };
            var peak = _peaks[2 * bucket];
            peak.Raise(_peaks[(2 * bucket) + 1]);
            _peaks[bucket] = peak;
        }

        Array.Clear(_integrals, buckets / 2, buckets - (buckets / 2));
        Array.Clear(_peaks, buckets / 2, buckets - (buckets / 2));
    }

    /// <summary>The buckets up to the end of the run.</summary>
    public TimelinePoint[] Points(double widthMs, double endMs)
    {
        var points = new TimelinePoint[Math.Min(buckets, (int)Math.Ceiling(endMs / widthMs))];
        for (var bucket = 0; bucket < points.Length; bucket++)
        {
            var (fromMs, toMs) = (bucket * widthMs, Math.Min((bucket + 1) * widthMs, endMs));
            var ms = toMs - fromMs;
            var (integral, peak) = (_integrals[bucket], _peaks[bucket]);
            points[bucket] = new TimelinePoint(
                fromMs, toMs, integral.Running / ms, peak.Running, integral.Waiting / ms, peak.Waiting, integral.KvUse / ms / workers, peak.KvUse);
        }

        return points;
    }

    private struct Quantities
    {
        public double Running;
        public double Waiting;
        public double KvUse;

        public void Raise(in Quantities other)
        {
            Running = Math.Max(Running, other.Running);
            Waiting = Math.Max(Waiting, other.Waiting);
            KvUse = Math.Max(KvUse, other.KvUse);
        }
    }
}
