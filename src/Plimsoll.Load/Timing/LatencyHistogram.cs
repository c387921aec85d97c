using System.Numerics;

namespace Plimsoll.Load.Timing;

/// <summary>Counts durations in buckets that grow with them (at most 1.6 % wide), so that any number of them costs the same memory. Safe to use from several threads.</summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubCount = 1 << SubBits;
    private readonly long[] _counts = new long[(64 - SubBits + 1) * SubCount];
    private long _total;
    private long _maximum;

    /// <summary>How many durations were counted.</summary>
    public long Count => Interlocked.Read(ref _total);

    /// <summary>The longest, ns; exact.</summary>
    public long MaximumNs => Interlocked.Read(ref _maximum);

    /// <summary>Counts a duration, ns; less than nothing counts as nothing.</summary>
    public void Add(long ns)
    {
        ns = Math.Max(ns, 0);
        Interlocked.Increment(ref _counts[Bucket(ns)]);
        Interlocked.Increment(ref _total);
        long seen;
        while (ns > (seen = Interlocked.Read(ref _maximum)) && Interlocked.CompareExchange(ref _maximum, ns, seen) != seen)
        {
        }
    }

    /// <summary>The upper edge, ns, of the bucket below which at least <paramref name="share"/> (0…1) of the durations are; 0 without any.</summary>
    public long QuantileNs(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += Interlocked.Read(ref _counts[bucket]);
            if (seen >= wanted)
            {
                return Math.Min(UpperEdge(bucket), MaximumNs);
            }
        }

        return 0;
    }

    /// <summary>Buckets that hold something, by their upper edge in ns.</summary>
    public IEnumerable<(long UpperEdgeNs, long Count)> Buckets() =>
        _counts.Select((count, bucket) => (UpperEdge(bucket), count)).Where(entry => entry.count > 0);

    private static int Bucket(long ns)
    {
        var magnitude = Math.Max(0, 63 - SubBits - BitOperations.LeadingZeroCount((ulong)ns));
        return (magnitude * SubCount) + (int)(ns >> magnitude);
    }

    private static long UpperEdge(int bucket)
    {
        if (bucket < 2 * SubCount)
        {
            return bucket;
        }

        var magnitude = (bucket / SubCount) - 1;
        var lower = (long)(bucket - (magnitude * SubCount)) << magnitude;
        return lower + (1L << magnitude) - 1;
    }
}
